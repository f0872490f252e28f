import { factKinds, type FactKind } from '../domain/facts';
import { cardNumberProblems } from './consistency';
import { list, needed, object, optional, runCheck, type Check } from './guard-shape';
import { finished } from './problems';
import type { Problem } from './shapes';
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

/** The longest texts of a fact. A leg's id is a request's id, a capture's and what the ledger adds. */
export const longestInFact = { source: 200, evidence: 500, legId: 500, reference: 200 } as const;
export const disputeOutcomes = ['won', 'lost'] as const;
export const factKindRule = wordRule(factKinds);

/** Somebody agrees to what is told. The longest token is that of a request. */
export const agreement = object({ id: needed(idRule()), token: optional(needed(idRule(8192))) });

const captureId = needed(captureIdRule);
const amount = { amountMinor: needed(amountRule), currency: needed(currencyRule) };
const evidence = needed(textRule(longestInFact.evidence));

const fieldsOfKind: Readonly<Record<FactKind, Readonly<Record<string, Check>>>> = {
  captureStarted: { captureId, ...amount },
  captureSucceeded: { captureId, ...amount, gatewayReference: optional(needed(idRule(longestInFact.reference))) },
  captureFailed: { captureId },
  settled: { captureId },
  disputeOpened: { disputeId: needed(idRule()), captureId, ...amount },
  disputeClosed: { disputeId: needed(idRule()), outcome: needed(wordRule(disputeOutcomes)) },
  // It raises what may be given back, so it needs proof.
  refundFailed: { legId: needed(idRule(longestInFact.legId)), evidence, agreedBy: optional(list(agreement)) },
  refundedOutside: { captureId, ...amount },
};

const factBase = {
  factId: needed(idRule()),
  kind: needed(factKindRule),
  source: needed(textRule(longestInFact.source)),
  at: needed(instantRule),
  evidence: optional(evidence),
};

/**
 * Says all that is wrong with a fact, each problem with its field and the fix; empty when nothing is. A fact of an
 * unknown kind is judged by its kind alone. Pure: safe in workflow code.
 */
export function checkFact(value: unknown): Problem[] {
  if (!isRecord(value)) return runCheck(object({}), value, 'fact');
  const kind = factKinds.find((known) => known === value['kind']);
  const check = kind === undefined ? onlyKind : object({ ...factBase, ...fieldsOfKind[kind] });
  return finished([...cardNumberProblems(value, 'fact', 0), ...runCheck(check, value, 'fact')]);
}

const onlyKind: Check = (value, path, report) => {
  needed(factKindRule)(isRecord(value) ? value['kind'] : undefined, [...path, 'kind'], report);
};
