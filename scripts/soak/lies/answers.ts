import { failureTypes } from '../../../src/contract/failures';
import { ledgerIdOf } from '../../../src/contract/names';
import type { PaymentEvent } from '../../../src/domain/model/payment-event';
import { isGone, isPassing, retry, updateFailure } from '../../../src/client/retry';
import type { Stage } from '../stage';
import type { Answered, LieInput } from './lie';

/** How long an answer is waited for, in milliseconds: workers are killed meanwhile. */
const answerWithinMs = 10_000;

/** As whoever holds Temporal's own tools: an update of any name with anything in it. */
export function rawUpdate({ temporal }: Stage, paymentId: string, name: string, args: unknown[]): Promise<unknown> {
  const deadline = Date.now() + answerWithinMs;
  const handle = temporal.workflow.getHandle(ledgerIdOf(paymentId));
  // However many there are: the type asks for one at least.
  const options = { args: args as [unknown] };
  return retry({
    deadline,
    call: () => temporal.withDeadline(deadline, () => handle.executeUpdate<unknown, [unknown]>(name, options)),
    mayPass: (error) => isPassing(error) && !isGone(error),
  });
}

/** What an update that must be refused was answered. Only a clear refusal is one; silence is counted as such. */
export async function refusalOf({ tally }: LieInput, call: () => Promise<unknown>): Promise<Answered> {
  try {
    return refusalIn(await call());
  } catch (error) {
    const failure = updateFailure(error);
    if (failure?.type === failureTypes.invalidRequest) return { answer: 'malformed', finding: null };
    if (failure?.type === failureTypes.invariantBroken) return { answer: 'it froze the ledger', finding: 'untrue' };
    tally.trouble('lie', error);
    return silence;
  }
}

/** Nobody answered in time, or there is no such ledger now. What it led to is seen in the audit. */
export const silence: Answered = { answer: 'no answer', finding: null };

function refusalIn(value: unknown): Answered {
  if (typeof value === 'object' && value !== null) {
    if ('accepted' in value && value.accepted === false) return { answer: 'refused', finding: null };
    if ('outcome' in value && value.outcome === 'refused') return { answer: `refused${codeIn(value)}`, finding: null };
  }
  return { answer: 'believed', finding: 'believed' };
}

function codeIn(view: object): string {
  const reason = 'reason' in view ? view.reason : null;
  return typeof reason === 'object' && reason !== null && 'code' in reason ? ` (${String(reason.code)})` : '';
}

/** What a ledger answers to an event; null: nothing. */
export async function answerTo(
  { stage, tally, payment }: LieInput,
  event: PaymentEvent,
): Promise<{ readonly accepted: boolean; readonly reason: string | null } | null> {
  try {
    return await stage.client.record(payment.paymentId, event);
  } catch (error) {
    tally.trouble('lie', error);
    return null;
  }
}
