import {
  capturedAt,
  capturedMinorOf,
  succeededCaptures,
  type Capture,
  type CaptureStatus,
  type Payment,
} from '../model/payment';
import type { AccountRules, Profile } from '../model/profile';
import type { Reason } from '../model/reasons';
import { days } from '../decision/terms';

export type MergeResult =
  { readonly merged: true; readonly payment: Payment } | { readonly merged: false; readonly reason: Reason };

/** What of an account's rules a merge needs. */
export type MergeRules = Pick<AccountRules, 'lateEventDays'> & {
  readonly profile: Pick<Profile, 'allowsOverCapture'>;
};

/** A later status replaces an earlier one; a capture once succeeded stays so. */
const statusRank: Readonly<Record<CaptureStatus, number>> = { started: 0, failed: 1, succeeded: 2 };

/**
 * Merges two snapshots of one payment. Events only grow: captures are a set by id, and an instant or reference stays once
 * it is recorded. Contradictions are refused, all of them at once. Money events give the same result in either order; of
 * the card and its companions the latest wins.
 */
export function mergePayment(recorded: Payment | null, reported: Payment, rules: MergeRules): MergeResult {
  const contradictions = recorded === null ? [] : identityContradictions(recorded, reported);
  const captures = mergeCaptures(recorded?.captures ?? [], reported.captures, contradictions);
  const payment: Payment = {
    ...reported,
    authorizedAt: earlier(recorded?.authorizedAt ?? null, reported.authorizedAt) ?? reported.authorizedAt,
    authorizationExpiresAt: later(recorded?.authorizationExpiresAt ?? null, reported.authorizationExpiresAt),
    captures,
    card: reported.card ?? recorded?.card ?? null,
    payerDetails: reported.payerDetails ?? recorded?.payerDetails ?? null,
    certificateName: reported.certificateName ?? recorded?.certificateName ?? null,
    networkTokenBrand: reported.networkTokenBrand ?? recorded?.networkTokenBrand ?? null,
  };
  contradictions.push(...sharedReferences(captures), ...unnamedCaptures(captures));
  const capturedMinor = capturedMinorOf(payment);
  contradictions.push(...lateCaptures(payment, rules));
  if (!rules.profile.allowsOverCapture && capturedMinor > payment.authorizedMinor) {
    contradictions.push(
      `captures add up to ${String(capturedMinor)}, more than the ${String(payment.authorizedMinor)} authorized (minor units)`,
    );
  }
  if (contradictions.length === 0) return { merged: true, payment };
  return {
    merged: false,
    reason: {
      code: contradictions.includes('currency') ? 'currencyMismatch' : 'paymentMismatch',
      message: `this payment contradicts what the ledger knows: ${contradictions.join('; ')}. Send the payment as the gateway's records show it.`,
    },
  };
}

function identityContradictions(recorded: Payment, reported: Payment): string[] {
  const fields = [
    'paymentId',
    'kind',
    'currency',
    'authorizedMinor',
    'authorizationReference',
    'gatewayAccount',
  ] as const;
  return fields.filter((field) => recorded[field] !== reported[field]);
}

function mergeCaptures(
  recorded: readonly Capture[],
  reported: readonly Capture[],
  contradictions: string[],
): Capture[] {
  const byId = new Map(recorded.map((capture) => [capture.captureId, capture]));
  for (const capture of reported) {
    const before = byId.get(capture.captureId);
    byId.set(capture.captureId, before === undefined ? capture : mergeCapture(before, capture, contradictions));
  }
  return [...byId.values()].sort((one, other) => (one.captureId < other.captureId ? -1 : 1));
}

function mergeCapture(recorded: Capture, reported: Capture, contradictions: string[]): Capture {
  // A failure recorded for a capture that was never announced carries no amount.
  const isWithoutAmount = [recorded, reported].some((one) => one.amountMinor === 0 && one.status === 'failed');
  if (recorded.amountMinor !== reported.amountMinor && !isWithoutAmount) {
    contradictions.push(`amount of capture ${recorded.captureId}`);
  }
  if (differs(recorded.gatewayReference, reported.gatewayReference)) {
    contradictions.push(`gateway reference of capture ${recorded.captureId}`);
  }
  return {
    captureId: recorded.captureId,
    status: statusRank[reported.status] > statusRank[recorded.status] ? reported.status : recorded.status,
    amountMinor: Math.max(recorded.amountMinor, reported.amountMinor),
    gatewayReference: recorded.gatewayReference ?? reported.gatewayReference,
    capturedAt: earlier(recorded.capturedAt, reported.capturedAt),
    settledAt: earlier(recorded.settledAt, reported.settledAt),
  };
}

function sharedReferences(captures: readonly Capture[]): string[] {
  const seen = new Map<string, string>();
  const shared: string[] = [];
  for (const { captureId, gatewayReference } of captures) {
    if (gatewayReference === null) continue;
    const first = seen.get(gatewayReference);
    if (first !== undefined) shared.push(`captures ${first} and ${captureId} have one gateway reference`);
    seen.set(gatewayReference, captureId);
  }
  return shared;
}

/** The authorization's reference names one capture at most: beside another, each needs its own. */
function unnamedCaptures(captures: readonly Capture[]): string[] {
  const taken = captures.filter(({ status, amountMinor }) => status === 'succeeded' && amountMinor > 0);
  if (taken.length < 2) return [];
  return taken
    .filter(({ gatewayReference }) => gatewayReference === null)
    .map(
      ({ captureId }) =>
        `capture ${captureId} has no gateway reference, beside another capture: give its gatewayReference, or use the id of the other if it is the same capture`,
    );
}

/** A hold that had long ended, as was told, cannot have been captured: such a date is a slip. */
function lateCaptures(payment: Payment, rules: MergeRules): string[] {
  if (payment.authorizationExpiresAt === null) return [];
  const endMs = Date.parse(payment.authorizationExpiresAt) + days(rules.lateEventDays);
  return succeededCaptures(payment)
    .filter((capture) => Date.parse(capturedAt(payment, capture)) > endMs)
    .map(({ captureId }) => `capture ${captureId} is dated long after the end of the authorization`);
}

function differs(recorded: string | null, reported: string | null): boolean {
  return recorded !== null && reported !== null && recorded !== reported;
}

function earlier(one: string | null, other: string | null): string | null {
  return chosen(one, other, (a, b) => a < b);
}

function later(one: string | null, other: string | null): string | null {
  return chosen(one, other, (a, b) => a > b);
}

/** Instants may be written in several ways; equal ones are chosen by their text, so that order does not matter. */
function chosen(one: string | null, other: string | null, better: (a: number, b: number) => boolean): string | null {
  if (one === null) return other;
  if (other === null) return one;
  const a = Date.parse(one);
  const b = Date.parse(other);
  if (a === b) return one < other ? one : other;
  return better(a, b) ? one : other;
}
