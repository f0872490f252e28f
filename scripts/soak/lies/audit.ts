import type { LedgerView } from '../../../src/client';
import type { PaymentEvent } from '../../../src/domain/model/payment-event';
import type { RequestRecord } from '../../../src/simulator';
import type { Finding } from '../audit';
import { grouped } from '../grouped';
import type { Story } from '../story';
import { unknownRequester } from '../../../src/domain/model/requester';

/** One payment, as its ledger shows it, and all that was truly asked and told of it. */
export interface BelievedInput {
  readonly view: LedgerView;
  readonly story: Story;
  readonly cardHolderName: string;
  /** Who asked for everything, and so approves nothing. */
  readonly requester: string;
  readonly requestIds: ReadonlySet<string>;
  /** By their ids. */
  readonly told: ReadonlyMap<string, PaymentEvent>;
}

/** What a ledger shows that nobody has truly said. Empty: no lie left a trace in what it believes. */
export function believedIn(input: BelievedInput): Finding[] {
  const { paymentId } = input.view;
  const what = [
    ...forgedCaptures(input),
    ...forgedStatements(input),
    ...forgedReversals(input),
    ...otherDisputes(input),
    ...otherPayment(input),
  ];
  return what.map((one) => ({ kind: 'believed', paymentId, what: one }));
}

/** What reached the gateway and no ledger can have sent: by a forged reference, or for a card that nobody has. */
export function believedAtGateway(
  requests: readonly RequestRecord[],
  forgedRefs: ReadonlyMap<string, string>,
): Finding[] {
  return requests.flatMap(({ operation, myRef, httpStatus }): Finding[] => {
    const paymentId = myRef === null ? undefined : forgedRefs.get(myRef);
    if (paymentId !== undefined)
      return [{ kind: 'believed', paymentId, what: `${operation} of a forged leg was sent` }];
    // Only a card that the vault does not know is answered so; such a request shows no reference.
    if (httpStatus !== 400) return [];
    return [{ kind: 'believed', paymentId: '?', what: `${operation} was sent with a forged card` }];
  });
}

function forgedCaptures({ view, story }: BelievedInput): string[] {
  return view.captures.flatMap(({ captureId, status, amountMinor }) => {
    const made = story.captures.find((one) => one.captureId === captureId);
    if (made === undefined) return [`capture ${captureId} was never made`];
    if (status !== 'succeeded' || amountMinor === made.amountMinor) return [];
    return [`capture ${captureId} is ${amountMinor}, not ${made.amountMinor}`];
  });
}

function forgedStatements({ view, told }: BelievedInput): string[] {
  const twice = [...grouped(view.statements, ({ eventId }) => eventId)].filter(([, all]) => all.length > 1);
  const changed = view.statements.flatMap(({ eventId, kind, content }) => {
    const event = told.get(eventId);
    if (event === undefined) return [`event ${eventId} (${kind}) never happened`];
    const said = new Map<string, unknown>(Object.entries(event));
    const differing = Object.keys(content).filter((name) => said.get(name) !== content[name]);
    return differing.map((name) => `event ${eventId} is known with another ${name}`);
  });
  return [
    ...twice.map(([eventId]) => `event ${eventId} counts twice`),
    ...changed,
    ...view.externalRefunds.map(({ eventId }) => `external refund ${eventId} never happened`),
  ];
}

function forgedReversals({ view, requestIds, requester, cardHolderName }: BelievedInput): string[] {
  return view.reversals.flatMap(({ reversalId, requester: by, plan, approvals }) => {
    const [asked = ''] = reversalId.split('/follow-up/');
    const holder = plan?.destination.card?.holder;
    return [
      ...(requestIds.has(asked) ? [] : [`${reversalId} was never asked for`]),
      // Known from the history of a former run alone, it names nobody.
      ...(by.id === requester || by.id === unknownRequester.id ? [] : [`${reversalId} was asked for by ${by.id}`]),
      ...(approvals.given.some((one) => one.by.id === requester)
        ? [`${reversalId} was approved by its requester`]
        : []),
      ...(holder === undefined || holder === cardHolderName
        ? []
        : [`${reversalId} was planned for the card of ${holder}`]),
    ];
  });
}

/** Of each dispute the last state that happened counts, in whatever order its states were told. */
function otherDisputes({ view, told }: BelievedInput): string[] {
  const events = [...told.values()].filter((one) => one.kind === 'disputeOpened' || one.kind === 'disputeClosed');
  const disputes = grouped(events, ({ disputeId }) => disputeId);
  const known = view.disputes.filter(({ disputeId }) => !disputes.has(disputeId));
  const differing = [...disputes].flatMap(([disputeId, states]) => {
    const last = states.toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at)).at(-1);
    const status = last?.kind === 'disputeClosed' ? last.outcome : 'open';
    const shown = view.disputes.find((one) => one.disputeId === disputeId)?.status;
    return shown === status ? [] : [`dispute ${disputeId} is ${shown ?? 'not known'}, not ${status}`];
  });
  const blockedMinor = [...disputes.values()].reduce((sum, states) => sum + blockedMinorOf(states), 0);
  const shownMinor = view.balance.disputedMinor;
  return [
    ...known.map(({ disputeId }) => `dispute ${disputeId} never was`),
    ...differing,
    ...(shownMinor === blockedMinor ? [] : [`disputes block ${shownMinor}, not ${blockedMinor}`]),
  ];
}

/** A dispute that was won blocks nothing. Every opening of one names the same amount. */
function blockedMinorOf(states: readonly PaymentEvent[]): number {
  const last = states.toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at)).at(-1);
  if (last?.kind === 'disputeClosed' && last.outcome === 'won') return 0;
  return states.reduce((most, one) => (one.kind === 'disputeOpened' ? Math.max(most, one.amountMinor) : most), 0);
}

function otherPayment({ view, story }: BelievedInput): string[] {
  const shown = [view.kind, view.currency, view.balance.authorizedMinor, view.gatewayAccount].join(' ');
  const truth = [story.kind, story.currency, story.authorizedMinor, view.gatewayAccount].join(' ');
  return shown === truth ? [] : [`the payment is ${shown}, not ${truth}`];
}
