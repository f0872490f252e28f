import type { Command } from 'commander';
import type { DecisionAnswer, DecisionInput, ReversalView } from '../client';
import { checkDecision } from '../contract/decision';
import type { Problem } from '../contract/problems';
import { canApprove, canReject } from '../domain/views/capabilities';
import { shownTerms } from '../domain/views/shown-terms';
import type { CommonFlags } from './command-context';
import { isAsked, type YesFlags } from './confirm';
import { exitCodes, type ExitCode } from './exit-code';
import { foundReversal } from './found-reversal';
import { addTokenOptions, readToken, type TokenFlags } from './input/person-flags';
import { numberOption, textOption } from './input/option';
import type { CliIo } from './io';
import { addSessionOptions, withLedgers, type LedgerSession, type SessionFlags } from './ledger-session';
import { printAnswer } from './print';
import { UsageError } from './usage-error';

/** What `approve` and `reject` are told. */
export interface DecisionFlags extends SessionFlags, TokenFlags, YesFlags, CommonFlags {
  readonly approver?: string;
  readonly onBehalfOf?: string;
  readonly planVersion?: number;
  readonly comment?: string;
}

/** Adds what both decisions take. */
export function addDecisionOptions(command: Command): Command {
  command
    .argument('<payment-id>', 'your own id of the payment')
    .argument('<request-id>', 'the reversal, by the id of its request')
    .addOption(textOption('--approver <WHO>', 'who decides'))
    .addOption(textOption('--on-behalf-of <WHO>', 'for whom, when that is somebody else'))
    .addOption(
      numberOption('--plan-version <N>', 'only this version of the plan (default: the one it has now)', {
        least: 1,
        most: 1_000_000,
      }),
    )
    .addOption(textOption('--comment <TEXT>', 'why; kept in the audit trail'));
  return addSessionOptions(addTokenOptions(command));
}

export interface DecideInput {
  readonly decision: DecisionInput['decision'];
  readonly paymentId: string;
  readonly requestId: string;
  readonly flags: DecisionFlags;
  /** Shows the plan, and asks. */
  readonly confirmed: (view: ReversalView) => Promise<void>;
  /** What becomes of it after it was taken. */
  readonly taken: (session: LedgerSession, view: ReversalView) => Promise<{ view: ReversalView; exitCode: ExitCode }>;
  readonly text: (view: ReversalView) => (paint: Parameters<Parameters<typeof printAnswer>[1]['text']>[0]) => string;
}

/** Says yes or no to a reversal's plan as it is now, which is read and shown first. */
export async function decide(io: CliIo, input: DecideInput): Promise<ExitCode> {
  const { flags, decision, paymentId, requestId } = input;
  const said = await readDecision(decision, requestId, flags);
  return withLedgers(io, flags, async (session) => {
    const { ledgers } = session;
    const view = await foundReversal(ledgers, paymentId, requestId, 'the request id');
    const why = impossible(io, view, said, flags);
    const terms = shownTerms(view);
    if (why !== null || terms === null) return notTaken(io, flags, { code: 'notNow', message: why ?? 'no plan' }, view);
    await input.confirmed(view);
    const named = { ...terms, approver: said.approver, token: said.token ?? null };
    const answer = await (said.decision === 'approve'
      ? ledgers.approve(paymentId, { ...named, comment: said.comment ?? null })
      : ledgers.reject(paymentId, { ...named, comment: said.comment }));
    if (!answer.accepted) return notTaken(io, flags, answer.reason, answer.view);
    const end = await input.taken(session, answer.view ?? view);
    const value = { ...answer, view: end.view };
    printAnswer(io, { json: flags.json === true, value, text: input.text(end.view) });
    return end.exitCode;
  });
}

/** Prints why it was not taken. */
export function notTaken(
  io: CliIo,
  { json }: CommonFlags,
  reason: { readonly code: string; readonly message: string } | null,
  view: DecisionAnswer['view'],
): ExitCode {
  printAnswer(io, {
    json: json === true,
    value: { accepted: false, reason, view },
    text: (paint) => `${paint.bad('not taken')}  ${reason?.message ?? 'no reason was given'}`,
  });
  return exitCodes.otherwiseSettled;
}

/** Why there is no use in asking. What a script says goes to the ledger, which judges by itself and keeps a record. */
function impossible(io: CliIo, view: ReversalView, said: DecisionInput, flags: DecisionFlags): string | null {
  const { plan } = view;
  if (plan === null) return 'it has no plan that could be decided about';
  if (flags.planVersion !== undefined && flags.planVersion !== plan.version) {
    return `its plan has version ${plan.version}, not ${flags.planVersion}: look at it with show, and decide again`;
  }
  if (!isAsked(io, flags)) return null;
  const looking = {
    who: { id: said.approver.id, onBehalfOf: said.approver.onBehalfOf ?? null },
    now: new Date().toISOString(),
  };
  return said.decision === 'approve' ? canApprove(view, looking) : canReject(view, looking);
}

const optionOf: Readonly<Record<string, string>> = {
  requestId: 'the request id',
  'approver.id': '--approver',
  'approver.onBehalfOf': '--on-behalf-of',
  comment: '--comment',
  token: '--token',
};

/** Checks what was typed; the plan's terms are filled in once it is seen. */
async function readDecision(
  decision: DecisionInput['decision'],
  requestId: string,
  flags: DecisionFlags,
): Promise<DecisionInput> {
  const { approver, onBehalfOf, comment } = flags;
  const said = {
    ...{ decision, requestId, planVersion: 1, refundMinor: 0, voidMinor: 0, currency: 'USD' },
    approver: { id: approver, onBehalfOf: onBehalfOf ?? null },
    ...(comment === undefined ? {} : { comment }),
    token: await readToken(flags),
  };
  const problems = checkDecision(said).map(({ field, message }): Problem => ({
    field: optionOf[field] ?? field,
    message,
  }));
  if (problems.length > 0) throw new UsageError(problems);
  return said as DecisionInput;
}
