import type { LedgerView, LegView, ReversalView } from '../../src/client';
import type { Movement } from '../../src/simulator';
import { grouped } from './grouped';

/**
 * `doubled`: one leg or one request moved its money more than once. `lost`: money moved, or a request was admitted, and
 * the ledger does not say so. `overRefunded`: more went back than was captured. `untrue`: the ledger says something
 * else than the gateway, or is not completed. `believed`: something false or forged was accepted, or shows its effect.
 */
export type FindingKind = 'doubled' | 'lost' | 'overRefunded' | 'untrue' | 'believed';

export interface Finding {
  readonly kind: FindingKind;
  readonly paymentId: string;
  readonly what: string;
}

/** One payment, as its ledger reports it, as the gateway moved it, and as its callers remember it. */
export interface AuditInput {
  readonly paymentId: string;
  /** null: the payment has no ledger, or one that does not answer. */
  readonly view: LedgerView | null;
  /** Every movement of this payment at the gateway, oldest first. */
  readonly movements: readonly Movement[];
  /** Which capture a refund was made against, by the refund's own reference. */
  readonly captureOf: (refundReference: string) => string | null;
  /** Ids of the requests that were once answered as admitted. */
  readonly admitted: readonly string[];
}

/** Compares one payment's ledger with the gateway's movements. Empty when both agree. */
export function audit(input: AuditInput): Finding[] {
  const { paymentId, view, movements } = input;
  const live = movements.filter(isReturn).filter((one) => !movements.some((other) => undoes(other, one)));
  const findings = [...doubledLegs(live), ...overRefunds(input, live)];
  if (view === null) findings.push(...live.map((one) => found('lost', `${inWords(one)}, and no ledger says so`)));
  else {
    findings.push(...lostMovements(view, live), ...untrueLegs(view, live), ...untrueReversals(view, live));
    findings.push(...untrueBalance(view, live), ...lostRequests(view, input.admitted), ...brokenCancels(view));
  }
  return findings.map((one) => ({ ...one, paymentId }));
}

type Found = Omit<Finding, 'paymentId'>;

function found(kind: FindingKind, what: string): Found {
  return { kind, what };
}

function isReturn({ operation }: Movement): boolean {
  return operation === 'refund' || operation === 'void';
}

function undoes(one: Movement, other: Movement): boolean {
  return one.operation === 'refundFailed' && one.reference === other.reference;
}

function doubledLegs(live: readonly Movement[]): Found[] {
  const byRef = grouped(live, ({ myRef }) => myRef);
  return [...byRef].flatMap(([myRef, moved]) =>
    myRef !== null && moved.length > 1 ? [found('doubled', moved.map(inWords).join(' and '))] : [],
  );
}

function overRefunds({ movements, captureOf }: AuditInput, live: readonly Movement[]): Found[] {
  const captures = movements.filter(({ operation }) => operation === 'capture' || operation === 'charge');
  return captures.flatMap(({ reference, amountMinor }) => {
    const backMinor = sum(live.filter((one) => one.operation === 'refund' && captureOf(one.reference) === reference));
    return backMinor > amountMinor ? [found('overRefunded', `${backMinor} of ${amountMinor} of ${reference}`)] : [];
  });
}

function legsOf(view: LedgerView): LegView[] {
  return view.reversals.flatMap(({ legs }) => legs);
}

function lostMovements(view: LedgerView, live: readonly Movement[]): Found[] {
  return live.flatMap((one) => {
    const leg = legsOf(view).find(({ myRef }) => myRef === one.myRef);
    if (leg?.status === 'succeeded') return [];
    return [found('lost', `${inWords(one)}, and its leg is ${leg?.status ?? 'not known'}`)];
  });
}

function untrueLegs(view: LedgerView, live: readonly Movement[]): Found[] {
  const open = ['planned', 'sending', 'pending', 'unknown'];
  return legsOf(view).flatMap(({ legId, status, operation, myRef, amountMinor }) => {
    if (open.includes(status)) return [found('untrue', `leg ${legId} is still ${status}`)];
    if (status !== 'succeeded') return [];
    const moved = live.find((one) => one.myRef === myRef);
    if (moved?.operation !== operation) return [found('untrue', `leg ${legId} succeeded, and nothing moved`)];
    if (operation === 'void' || moved.amountMinor === amountMinor) return [];
    return [found('untrue', `leg ${legId} says ${amountMinor}, ${inWords(moved)}`)];
  });
}

function untrueReversals(view: LedgerView, live: readonly Movement[]): Found[] {
  return view.reversals.flatMap((reversal) => {
    const { reversalId, phase, waitingFor, outcome, requestedMinor, operation } = reversal;
    if (phase !== 'completed') return [found('untrue', `${reversalId} is ${phase}: ${waitingFor ?? '?'}`)];
    const moved = live.filter(({ myRef }) => reversal.legs.some((leg) => leg.myRef === myRef));
    const movedMinor = sum(moved);
    const isBound = operation === 'refund' && requestedMinor !== null;
    if (isBound && movedMinor > requestedMinor) {
      return [found('doubled', `${reversalId} asked ${requestedMinor} and got ${movedMinor}`)];
    }
    const whole = !isBound || movedMinor === requestedMinor;
    return isTrue(outcome, moved, whole)
      ? []
      : [found('untrue', `${reversalId} is ${outcome ?? '?'}, moved ${movedMinor}`)];
  });
}

function isTrue(outcome: ReversalView['outcome'], moved: readonly Movement[], whole: boolean): boolean {
  switch (outcome) {
    case 'voided':
      return moved.length === 1 && moved[0]?.operation === 'void';
    case 'refunded':
      return moved.some(({ operation }) => operation === 'refund') && whole;
    case 'partiallyReversed':
      return moved.length > 0;
    case 'alreadyReversed':
    case 'refused':
    case 'declined':
    case 'rejected':
    case 'withdrawn':
    case 'superseded':
    case 'failed':
      return moved.length === 0;
    case null:
      return false;
  }
}

function untrueBalance({ balance, frozen, overRefunded, captures }: LedgerView, live: readonly Movement[]): Found[] {
  const told = (name: string, says: number, moved: number): Found[] =>
    says === moved ? [] : [found('untrue', `the balance says ${name} ${says}, the gateway ${moved}`)];
  return [
    ...told('refunded', balance.refundedMinor, sum(live.filter(({ operation }) => operation === 'refund'))),
    ...told('voided', balance.voidedMinor, sum(live.filter(({ operation }) => operation === 'void'))),
    ...told('unknown', balance.unknownMinor, 0),
    ...told('pending', balance.pendingMinor, 0),
    ...told('reserved', balance.reservedMinor, 0),
    ...(frozen === null ? [] : [found('untrue', 'the ledger is held')]),
    ...(overRefunded ? [found('untrue', 'the ledger reports that too much was refunded')] : []),
    ...(captures.some(({ status }) => status === 'started') ? [found('untrue', 'a capture is still under way')] : []),
  ];
}

/** A request that was admitted once stays known. Decided anew after a reset, it may be refused: nothing moved. */
function lostRequests(view: LedgerView, admitted: readonly string[]): Found[] {
  const known = new Set([
    ...view.reversals.map(({ reversalId }) => reversalId),
    ...view.refusals.map(({ requestId }) => requestId),
  ]);
  return admitted
    .filter((id) => !known.has(id))
    .map((id) => found('lost', `request ${id} was admitted and is forgotten`));
}

/** A cancelled payment stays cancelled: nothing refundable is left, unless the gateway declined to give it back. */
function brokenCancels({ reversals, balance }: LedgerView): Found[] {
  const cancels = reversals.filter(
    ({ operation, outcome }) =>
      operation === 'cancel' && (outcome === 'voided' || outcome === 'refunded' || outcome === 'alreadyReversed'),
  );
  const own = reversals.filter(({ reversalId }) =>
    cancels.some(
      (cancel) => reversalId === cancel.reversalId || reversalId.startsWith(`${cancel.reversalId}/follow-up/`),
    ),
  );
  const isDeclined = own.some(({ legs }) =>
    legs.some(({ operation, status }) => operation === 'refund' && status !== 'succeeded'),
  );
  if (cancels.length === 0 || isDeclined || balance.refundableMinor === 0) return [];
  return [found('untrue', `cancelled, and ${balance.refundableMinor} was kept`)];
}

function sum(movements: readonly Movement[]): number {
  return movements.reduce((total, { amountMinor }) => total + amountMinor, 0);
}

function inWords({ operation, amountMinor, reference, myRef }: Movement): string {
  return `${operation} ${amountMinor} (${reference}, ${myRef ?? 'no myRef'})`;
}
