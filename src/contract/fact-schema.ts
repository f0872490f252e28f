import { z } from 'zod';
import { isCurrencyCode, type CurrencyCode } from '../domain/currency';
import { factKinds, type Fact, type FactKind } from '../domain/facts';
import { cardNumberProblems } from './consistency';
import { disputeOutcomes, factKindRule, longestInFact } from './guard-fact';
import { finished } from './problems';
import { listOf, maybe, number, problemsOf, strict, text, word } from './schema-parts';
import type { Parsed } from './schemas';
import {
  amountRule,
  captureIdRule,
  currencyRule,
  idRule,
  instantRule,
  isRecord,
  textRule,
  wordRule,
} from './value-rules';

const id = text(idRule());
const captureId = text(captureIdRule);
const evidence = text(textRule(longestInFact.evidence));
const amount = {
  amountMinor: number(amountRule),
  currency: z.custom<CurrencyCode>(isCurrencyCode, {
    error: (issue: { input?: unknown }) => currencyRule(issue.input) ?? undefined,
  }),
};
/** What every fact tells. */
function told<const Kind extends FactKind>(kind: Kind) {
  return {
    factId: id,
    kind: z.literal(kind),
    source: text(textRule(longestInFact.source)),
    at: text(instantRule),
    evidence: maybe(evidence),
  };
}

const agreement = strict({ id, token: maybe(text(idRule(8192))) });

const shapes = {
  captureStarted: strict({ ...told('captureStarted'), captureId, ...amount }),
  captureSucceeded: strict({
    ...told('captureSucceeded'),
    captureId,
    ...amount,
    gatewayReference: maybe(text(idRule(longestInFact.reference))),
  }),
  captureFailed: strict({ ...told('captureFailed'), captureId }),
  settled: strict({ ...told('settled'), captureId }),
  disputeOpened: strict({ ...told('disputeOpened'), disputeId: id, captureId, ...amount }),
  disputeClosed: strict({
    ...told('disputeClosed'),
    disputeId: id,
    outcome: word(disputeOutcomes, wordRule(disputeOutcomes)),
  }),
  // It raises what may be given back, so it needs proof.
  refundFailed: strict({
    ...told('refundFailed'),
    legId: text(idRule(longestInFact.legId)),
    evidence,
    agreedBy: maybe(listOf(agreement)),
  }),
  refundedOutside: strict({ ...told('refundedOutside'), captureId, ...amount }),
} satisfies Record<FactKind, z.ZodType<Fact>>;

/** Any object: a fact of an unknown kind is judged by its kind alone. */
const unknownKind = z.looseObject({ kind: word(factKinds, factKindRule) }).transform(() => z.NEVER);
const noObject = strict({}).transform(() => z.NEVER);

/** Reads a fact at a door outside the workflow sandbox. Says the same as the guard, which the ledger asks again. */
export function parseFact(value: unknown): Parsed<'fact', Fact> {
  const parsed = schemaFor(value).safeParse(value);
  const problems = finished([
    ...(isRecord(value) ? cardNumberProblems(value, 'fact', 0) : []),
    ...(parsed.success ? [] : problemsOf(parsed.error, 'fact')),
  ]);
  return parsed.success && problems.length === 0 ? { ok: true, fact: parsed.data } : { ok: false, problems };
}

function schemaFor(value: unknown): z.ZodType<Fact> {
  if (!isRecord(value)) return noObject;
  const kind = factKinds.find((known) => known === value['kind']);
  return kind === undefined ? unknownKind : shapes[kind];
}
