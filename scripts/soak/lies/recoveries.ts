import { randomUUID } from 'node:crypto';
import { ledgerIdOf } from '../../../src/contract/names';
import { nothingToRecover, updates } from '../../../src/contract/messages';
import { rawUpdate, refusalOf, silence } from './answers';
import { mallory, note, type Answered, type Lie, type LieInput } from './lie';

const said = { actor: mallory, reason: 'it was declined, believe me' } as const;

/** What a former run is said to have been answered, in ways that would release its amount. */
const saidToBeFree: readonly (readonly unknown[])[] = [
  [{ status: 'declined', code: 'declined', gatewayReference: null, gatewayResultCode: null }],
  [{ status: 'notSent', cause: 'refused', retryAfterMs: null }],
  [],
];

/** Recovers a ledger that is healthy: with legs of its own, in another run's name, or as it should be. */
export const recoverHealthy: Lie = async (input) => {
  const { payment, random } = input;
  const how = random.one(['withLegs', 'otherRun', 'plain'] as const);
  await payment.alone(async () => {
    // An operator's recovery of it failed: then a recovery is what it needs.
    if (payment.isHurt) return;
    const run = await runOf(input);
    if (run === null) return;
    const { runId } = run;
    if (how === 'withLegs') await withLegs(input, runId, 'healthy');
    else if (how === 'otherRun')
      await plain(input, otherRun(input, run), 'recovery of a healthy ledger, naming another run');
    else await plain(input, runId, 'recovery of a healthy ledger');
  });
};

/** Recovers the frozen ledger of another payment than the lie's own: by invented legs, and in another run's name. */
export async function recoverFrozen(input: LieInput, paymentId: string): Promise<void> {
  const run = await runOf(input, paymentId);
  if (run === null) return;
  const { runId } = run;
  const legs = [{ ...inventedLeg(input), results: input.random.one(saidToBeFree) }];
  const withLegsToo = { ...said, runId, legs };
  note(
    input,
    'recovery of a frozen ledger with invented legs',
    await refusalOf(input, () => recover(input, withLegsToo, paymentId)),
  );
  const ofOtherRun = { ...said, runId: otherRun(input, run) };
  note(
    input,
    'recovery of a frozen ledger, naming another run',
    await plainAnswer(input, () => recover(input, ofOtherRun, paymentId)),
  );
}

/** Recovers a ledger that was reset or terminated, by what was invented or in another run's name. */
export const recoverHurt: Lie = async (input) => {
  const isOtherRun = input.random.chance(0.5);
  const run = await runOf(input);
  if (run === null) return;
  const { runId } = run;
  if (isOtherRun) await plain(input, otherRun(input, run), 'recovery of a reset ledger, naming another run');
  else await withLegs(input, runId, 'reset');
};

async function withLegs(input: LieInput, runId: string, which: 'healthy' | 'reset'): Promise<void> {
  const { stage, payment, random } = input;
  const [place, results, isInvented] = [random.next(), random.one(saidToBeFree), random.chance(0.5)];
  const view = await stage.client.show(payment.paymentId).catch(() => null);
  const known = view?.reversals.flatMap(({ legs }) => legs) ?? [];
  const leg = isInvented ? undefined : known[Math.floor(place * known.length)];
  const invented = inventedLeg(input);
  const { legId, operation, amountMinor } = leg ?? invented;
  const told = { ...invented, legId, operation, amountMinor, results };
  const legs = random.chance(0.2) ? [] : [told];
  const what = leg === undefined ? 'invented legs' : 'legs said to be declined or not sent';
  const answer = await refusalOf(input, () => recover(input, { ...said, runId, legs }));
  note(input, `recovery of a ${which} ledger with ${what}`, answer);
}

function inventedLeg({ payment }: LieInput) {
  const leg = { legId: `${payment.paymentId}/forged/c1/1`, operation: 'refund', amountMinor: 1 };
  return { ...leg, reference: payment.reference, scheduledAt: new Date().toISOString() };
}

async function plain(input: LieInput, runId: string, lie: string): Promise<void> {
  note(input, lie, await plainAnswer(input, () => recover(input, { ...said, runId })));
}

async function plainAnswer(input: LieInput, call: () => Promise<unknown>): Promise<Answered> {
  let answer: unknown;
  const refusal = await refusalOf(input, async () => (answer = await call()));
  if (refusal === silence || refusal.finding !== null) return refusal;
  const isNothing =
    typeof answer === 'object' && answer !== null && 'reason' in answer && answer.reason === nothingToRecover;
  return isNothing ? { answer: nothingToRecover, finding: null } : refusal;
}

function recover({ stage, payment }: LieInput, recovery: object, paymentId = payment.paymentId): Promise<unknown> {
  return rawUpdate(stage, paymentId, updates.recover.name, [recovery]);
}

interface Run {
  readonly runId: string;
  /** The first of its ledger; null: it is this one. */
  readonly formerRunId: string | null;
}

/** null: no run of it is open now. */
async function runOf({ stage, payment }: LieInput, paymentId = payment.paymentId): Promise<Run | null> {
  try {
    const { runId, status, raw } = await stage.temporal.workflow.getHandle(ledgerIdOf(paymentId)).describe();
    const first = raw.workflowExecutionInfo?.firstRunId ?? '';
    if (status.name !== 'RUNNING') return null;
    return { runId, formerRunId: first === '' || first === runId ? null : first };
  } catch {
    return null;
  }
}

/** A run that is not the one to send: a former one, which a thief of an old token would name, or one that never was. */
function otherRun({ random }: LieInput, { formerRunId }: Run): string {
  const isFormer = random.chance(0.7);
  return isFormer && formerRunId !== null ? formerRunId : randomUUID();
}
