import { activityInfo, heartbeat } from '@temporalio/activity';
import { checkLookupInput } from '../src/contract/activity-input';
import type { LookupInput } from '../src/contract/activity-shapes';
import { assertNever } from '../src/domain/model/assert-never';
import type { LookupResult } from '../src/domain/model/lookup-result';
import { myRefOf } from '../src/domain/model/my-ref';
import type { AccountRules, Profile } from '../src/domain/model/profile';
import type { GatewayAnswer, Gateway, LookupOutcome } from '../src/gateway';
import { whyNotFromLedger } from './from-ledger';

/** The gateway's words for what a transaction is, where a lookup says it. */
const operationWords: ReadonlySet<string> = new Set(['authorize', 'charge', 'capture', 'refund', 'void']);
const heartbeatEveryMs = 2_000;

/** Looks a leg up by our own reference, for the payment's own ledger alone. Moves nothing, safe to repeat. Source: SPEC status. */
export function createLookUpLeg(gateway: Gateway, rulesOf: (gatewayAccount: string) => AccountRules | null) {
  return async (input: LookupInput): Promise<LookupResult> => {
    const why = whyNotFromLedger(activityInfo(), input, checkLookupInput(input));
    if (why !== null) return cannotSay(`notFromLedger: ${why}`);
    const beat = setInterval(() => {
      heartbeat();
    }, heartbeatEveryMs);
    try {
      const outcome = await gateway.lookup({
        myRef: myRefOf(input.paymentId, input.legId),
        paymentGatewayAccountName: input.gatewayAccount,
        certificateName: input.certificateName,
        networkTokenBrand: input.networkTokenBrand,
      });
      return lookupResultOf(outcome, input, rulesOf(input.gatewayAccount)?.profile ?? null);
    } finally {
      clearInterval(beat);
    }
  };
}

/**
 * What a lookup proves. Found counts only if operation, amount, currency and reference agree, and only in a state whose
 * meaning the profile knows; not found only by a code that the profile knows to mean that.
 */
export function lookupResultOf(outcome: LookupOutcome, input: LookupInput, profile: Profile | null): LookupResult {
  switch (outcome.kind) {
    case 'Found':
      return foundOf(outcome.answer, input, profile);
    case 'Rejected':
      return meaningOf(outcome.answer.gatewayResultCode, profile?.declineReasons) === 'notFoundAtGateway'
        ? { status: 'notFound' }
        : cannotSay(`the lookup was rejected (${outcome.answer.gatewayResultCode ?? 'no code'})`);
    case 'CannotSay':
      return { status: 'cannotSay', why: outcome.why, final: outcome.why === 'unsupported' };
    default:
      return assertNever(outcome);
  }
}

function foundOf(answer: GatewayAnswer, input: LookupInput, profile: Profile | null): LookupResult {
  const { gatewayReference, gatewayResultCode, amountMinor, currency } = answer;
  if (amountMinor === null || currency === null) return cannotSay('it was found without an amount or a currency');
  const differs = differences(answer, input);
  if (differs.length > 0) return { status: 'mismatch', what: differs.join(' and '), answeredMinor: amountMinor };
  const as = meaningOf(gatewayResultCode, profile?.lookupStates);
  if (as === null) return cannotSay(`it was found in a state of unknown meaning (${gatewayResultCode ?? 'none'})`);
  return { status: 'found', as, gatewayReference, gatewayResultCode };
}

function differences(answer: GatewayAnswer, input: LookupInput): string[] {
  const { gatewayReference, gatewayResultSubCode, amountMinor, currency } = answer;
  const word = gatewayResultSubCode !== null && operationWords.has(gatewayResultSubCode) ? gatewayResultSubCode : null;
  const isOriginal = gatewayReference !== null && gatewayReference === input.reference;
  const isOther =
    input.gatewayReference !== null && gatewayReference !== null && gatewayReference !== input.gatewayReference;
  return [
    ...(isOriginal || (word !== null && word !== input.operation) ? ['operation'] : []),
    ...(currency === input.currency ? [] : ['currency']),
    ...(amountMinor !== null && input.amountsMinor.includes(amountMinor) ? [] : ['amount']),
    ...(isOther ? ['reference'] : []),
  ];
}

function meaningOf<Meaning>(code: string | null, table: Readonly<Record<string, Meaning>> = {}): Meaning | null {
  return code !== null && Object.hasOwn(table, code) ? (table[code] ?? null) : null;
}

function cannotSay(why: string): LookupResult {
  return { status: 'cannotSay', why, final: false };
}
