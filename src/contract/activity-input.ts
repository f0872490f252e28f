import type { LookupInput, Lineage, SendLegInput } from './activity-shapes';
import { list, object, problemsIn, value, type AnyCheck, type Check } from './check';
import { card, payerDetails } from './payment-snapshot';
import { finished, type Problem } from './problems';
import { amount, amountOrZero, currency, id, instant, numberedLegId, reference, text, word } from './value-checks';
import { networkTokenBrands } from '../domain/model/payment';

// What the two activities that speak to the gateway are handed. Only a ledger hands it, but anybody may call them.

/** What a gateway answered as a reference, whatever is in it. */
const answered: Check<string> = value(
  (held) => (typeof held === 'string' && held.length <= 256 ? null : 'is no text of at most 256 characters'),
  { kind: 'anything' },
);

const yesOrNo: Check<boolean> = value((held) => (typeof held === 'boolean' ? null : 'is not true or false'), {
  kind: 'anything',
});

/** A field that is null or there. Absent it is a mistake: the ledger always says which. */
function orNull<T>(check: Check<T>): Check<T | null> {
  return {
    accepts: check.accepts,
    judge: (held, path, report) => {
      if (held !== null) check.judge(held, path, report);
    },
  };
}

const lineage: Check<Lineage> = object({
  scheduledByRun: id,
  originalRunId: id,
  recoveredRunId: orNull(id),
  ancestorsTrusted: yesOrNo,
});

const ofLeg = {
  paymentId: id,
  legId: numberedLegId,
  operation: word(['refund', 'void']),
  currency,
  reference,
  gatewayAccount: id,
  certificateName: orNull(text(128)),
  networkTokenBrand: orNull(word(networkTokenBrands)),
} as const;

const sendLegInput: Check<SendLegInput> = object({
  ...ofLeg,
  authorizationReference: reference,
  amountMinor: amount,
  card: orNull(card),
  payerDetails: orNull(payerDetails),
  lineage,
  sendByAt: instant,
});

const lookupInput: Check<LookupInput> = object({
  ...ofLeg,
  amountsMinor: list(amountOrZero),
  gatewayReference: orNull(answered),
});

/** Everything that is wrong with what `sendLeg` was handed; empty: nothing. */
export function checkSendLegInput(held: unknown): Problem[] {
  return checked(sendLegInput, held);
}

/** Everything that is wrong with what `lookUpLeg` was handed; empty: nothing. */
export function checkLookupInput(held: unknown): Problem[] {
  return checked(lookupInput, held);
}

function checked(check: AnyCheck, held: unknown): Problem[] {
  return finished(problemsIn(check, held, 'input'));
}
