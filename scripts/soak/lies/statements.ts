import { updates } from '../../../src/contract/messages';
import type { ApprovalTerms } from '../../../src/domain/model/approval';
import type { CurrencyCode } from '../../../src/domain/model/currency';
import type { PaymentEvent } from '../../../src/domain/model/payment-event';
import { shownTerms } from '../../../src/domain/views/shown-terms';
import { rawUpdate, refusalOf, silence } from './answers';
import { requester } from '../payment-under-test';
import { mallory, note, type Answered, type Lie, type LieInput } from './lie';

/** More than anybody may release alone by the rules of the soak. Minor units, of any currency. */
const capturedByNobodyMinor = 20_000;

const evidence = 'believe me';
/** As the rules of the soak have it. */
const currencyWithApprovals = 'USD';

const aCapture = 'a capture that never was';
const aReturn = 'a return of a refund that never was';

type Forgery = (input: LieInput) => readonly [update: string, message: unknown];

/** Well formed, and false: nothing of it may be taken, whatever the ledger has lived through. */
const forgeries: Readonly<Record<string, Forgery>> = {
  [aCapture]: (input) =>
    event(input, { kind: 'captureSucceeded', captureId: 'forged', ...moneyOf(input), gatewayReference: 'cap_forged' }),
  [aReturn]: (input) => event(input, { kind: 'refundFailed', legId: legIdOf(input) }),
  'a void that failed and never was': (input) => event(input, { kind: 'voidFailed', legId: legIdOf(input) }),
  'a return of an external refund that never was': (input) =>
    event(input, { kind: 'externalRefundFailed', refundEventId: `${input.payment.paymentId}/nothing` }),
  'a correction of an event that never was': (input) =>
    event(input, { kind: 'correction', corrects: `${input.payment.paymentId}/nothing`, neverHappened: true }),
  'another gateway account': (input) => event(input, { kind: 'accountChanged', gatewayAccount: 'mallory-production' }),
  'a finding about a leg that never was': (input) => [
    updates.resolveUnknown.name,
    { legId: legIdOf(input), outcome: 'notSent', evidence, actor: mallory, coSignedBy: [{ id: 'approver' }] },
  ],
  'a withdrawal by another person': (input) => [
    updates.withdrawReversal.name,
    { requestId: input.random.one(idsOf(input)), actor: mallory, reason: evidence },
  ],
  'a request for another payment': (input) => [updates.requestReversal.name, forOtherPayment(input)],
  'an opening for another payment': (input) => [
    updates.openPayment.name,
    { payment: forOtherPayment(input).payment, actor: mallory },
  ],
};

const forgeryNames = Object.keys(forgeries);

/** An update that says something false, in good form. */
export const falseStatement: Lie = async (input) => {
  const { stage, payment, random } = input;
  const drawn = random.one(forgeryNames);
  // Where the rules ask nobody for a refund, anybody's capture counts with evidence: there it would be no lie believed.
  const name = drawn === aCapture && payment.story.currency !== currencyWithApprovals ? aReturn : drawn;
  const forged = forgeries[name]?.(input);
  if (forged === undefined) return;
  const [update, message] = forged;
  note(input, name, await refusalOf(input, () => rawUpdate(stage, payment.paymentId, update, [message])));
};

/** Whoever asked for it approves it. */
export const approveOwn: Lie = async (input) => {
  const { stage, payment, random } = input;
  const place = random.next();
  // A decision about a reversal that a reset made the ledger forget would be kept for later.
  await payment.alone(async () => {
    const view = await stage.client.show(payment.paymentId).catch(() => null);
    const planned = view?.reversals.filter(({ plan }) => plan !== null) ?? [];
    const waiting = planned.filter(({ waitingFor }) => waitingFor === 'approval');
    const among = waiting.length > 0 ? waiting : planned;
    const chosen = among[Math.floor(place * among.length)];
    const terms = chosen === undefined ? null : shownTerms(chosen);
    if (terms === null) return;
    const approval = { ...terms, decision: 'approve', approver: { id: requester } };
    const args = [approval];
    const answer = await refusalOf(input, () => rawUpdate(stage, payment.paymentId, updates.decideApproval.name, args));
    note(
      input,
      'approval by the requester',
      answer.finding === 'believed' ? await keptOrBelieved(input, terms) : answer,
    );
  });
};

/** A decision that comes before it is asked for is kept, whoever sends it. It is judged when it would count. */
async function keptOrBelieved({ stage, payment }: LieInput, { requestId }: ApprovalTerms): Promise<Answered> {
  const view = await stage.client.find(payment.paymentId, requestId).catch(() => null);
  if (view === null) return silence;
  const counts = view.approvals.given.some(({ by }) => by.id === requester);
  return counts ? { answer: 'believed', finding: 'believed' } : { answer: 'kept, and does not count', finding: null };
}

/** The fields that distinguish one kind of event. */
type Said = Readonly<Record<string, unknown>> & Pick<PaymentEvent, 'kind'>;

function event({ payment, number }: LieInput, said: Said): readonly [string, unknown] {
  const eventId = `${payment.paymentId}/forged-${String(number)}`;
  const common = { eventId, source: mallory.id, at: new Date().toISOString(), evidence };
  return [updates.recordEvent.name, { ...common, ...said }];
}

function moneyOf({ payment }: LieInput): { readonly amountMinor: number; readonly currency: CurrencyCode } {
  return { amountMinor: capturedByNobodyMinor, currency: payment.story.currency as CurrencyCode };
}

function legIdOf({ payment, number }: LieInput): string {
  return `${payment.paymentId}/forged-${String(number)}/c1/1`;
}

function idsOf({ payment }: LieInput): readonly string[] {
  return [`${payment.paymentId}/nothing`, ...payment.requests.keys()];
}

function forOtherPayment({ payment, number }: LieInput) {
  const { paymentId, story } = payment;
  const ask = story.asks[0];
  if (ask === undefined) throw new Error('a story without a request');
  const request = payment.requestOf({ ...ask, requestId: `${paymentId}/other-${String(number)}` });
  return { ...request, payment: { ...request.payment, paymentId: `${paymentId}-other` } };
}
