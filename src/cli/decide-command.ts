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
import { addReversalArguments, checkIds, requestIdArgument } from './input/ids';
import { addTokenOptions, onBehalfOfOption, readToken, type TokenFlags } from './input/person-flags';
import { numberOption, textOption } from './input/option';
import type { CliIo } from './io';
import { addSessionOptions, withLedgers, type LedgerSession, type SessionFlags } from './ledger-session';
import { noReason, printAnswer } from './print';
import { UsageError } from './usage-error';
import { allExempt } from '../contract/message-check';
import { rulesIfAny } from './rules-at-hand';

/** The options of `approve` and `reject`. */
export interface DecisionFlags extends SessionFlags, TokenFlags, YesFlags, CommonFlags {
  readonly approver?: string;
  readonly onBehalfOf?: string;
  readonly planVersion?: number;
  readonly comment?: string;
}

/** Adds the arguments and options of both decisions. */
export function addDecisionOptions(command: Command): Command {
  addReversalArguments(command)
    .addOption(textOption('--approver <ID>', 'who decides'))
    .addOption(onBehalfOfOption())
    .addOption(
      numberOption('--plan-version <N>', 'only this version of the plan (default: the current one)', {
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
  /** Shows the plan and asks for confirmation. */
  readonly confirmed: (view: ReversalView) => Promise<void>;
  /** Follows the reversal after the decision was accepted. */
  readonly accepted: (
    session: LedgerSession,
    view: ReversalView,
  ) => Promise<{ view: ReversalView; exitCode: ExitCode }>;
  readonly text: (view: ReversalView) => (paint: Parameters<Parameters<typeof printAnswer>[1]['text']>[0]) => string;
}

/** Approves or rejects the current plan of a reversal, which is read and shown first. */
export async function decide(io: CliIo, input: DecideInput): Promise<ExitCode> {
  const { flags, decision, paymentId, requestId } = input;
  checkIds(paymentId);
  const typed = await readDecision(decision, requestId, flags);
  return withLedgers(
    io,
    flags,
    async (session) => {
      const { ledgers } = session;
      const view = await foundReversal(ledgers, paymentId, requestId);
      const why = impossible(io, view, typed, flags);
      const terms = shownTerms(view);
      if (why !== null || terms === null) {
        return printNotAccepted(io, flags, { code: 'notNow', message: why ?? 'no plan' }, view);
      }
      await input.confirmed(view);
      const named = { ...terms, approver: typed.approver, token: typed.token ?? null };
      const answer = await (typed.decision === 'approve'
        ? ledgers.approve(paymentId, { ...named, comment: typed.comment ?? null })
        : ledgers.reject(paymentId, { ...named, comment: typed.comment }));
      if (!answer.accepted) return printNotAccepted(io, flags, answer.reason, answer.view);
      const end = await input.accepted(session, answer.view ?? view);
      const value = { ...answer, view: end.view };
      printAnswer(io, { json: flags.json === true, value, text: input.text(end.view) });
      return end.exitCode;
    },
    rulesIfAny(io),
  );
}

/** Prints why a decision or a withdrawal was not accepted. */
export function printNotAccepted(
  io: CliIo,
  { json }: CommonFlags,
  reason: { readonly code: string; readonly message: string } | null,
  view: DecisionAnswer['view'],
): ExitCode {
  printAnswer(io, {
    json: json === true,
    value: { accepted: false, reason, view },
    text: (paint) => `${paint.bad('not accepted')}  ${reason?.message ?? noReason}`,
  });
  return exitCodes.completedOtherwise;
}

function ended({ outcome, reason }: ReversalView): string {
  return outcome === null ? '' : `: it was ${outcome}${reason === null ? '' : `, because ${reason.message}`}`;
}

/** Why to refuse before asking. A script's decision goes to the ledger, which evaluates it and keeps a record. */
function impossible(io: CliIo, view: ReversalView, typed: DecisionInput, flags: DecisionFlags): string | null {
  const { plan } = view;
  if (plan === null) return `the reversal has no plan to decide on${ended(view)}`;
  if (flags.planVersion !== undefined && flags.planVersion !== plan.version) {
    return `the plan has version ${plan.version}, not ${flags.planVersion}: review it with reversals show and decide again`;
  }
  if (!isAsked(io, flags)) return null;
  const looking = {
    who: { id: typed.approver.id, onBehalfOf: typed.approver.onBehalfOf ?? null },
    now: new Date().toISOString(),
  };
  return typed.decision === 'approve' ? canApprove(view, looking) : canReject(view, looking);
}

const optionOf: Readonly<Record<string, string>> = {
  requestId: requestIdArgument,
  'approver.id': '--approver',
  'approver.onBehalfOf': '--on-behalf-of',
  comment: '--comment',
  token: '--token',
};

/** Checks what was typed. The terms of the plan are filled in once it is read. */
async function readDecision(
  decision: DecisionInput['decision'],
  requestId: string,
  flags: DecisionFlags,
): Promise<DecisionInput> {
  const { approver, onBehalfOf, comment } = flags;
  const typed = {
    ...{
      decision,
      requestId,
      planVersion: 1,
      refundMinor: 0,
      voidMinor: 0,
      currency: 'USD',
      destination: '0'.repeat(64),
    },
    approver: { id: approver, onBehalfOf: onBehalfOf ?? null },
    ...(comment === undefined ? {} : { comment }),
    token: await readToken(flags),
  };
  const problems = checkDecision(typed, allExempt).map(({ field, message }): Problem => ({
    field: optionOf[field] ?? field,
    message,
  }));
  if (problems.length > 0) throw new UsageError(problems);
  return typed as DecisionInput;
}
