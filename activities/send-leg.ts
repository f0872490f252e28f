import { setTimeout as sleep } from 'node:timers/promises';
import { activityInfo, cancellationSignal, heartbeat } from '@temporalio/activity';
import type { CardOwner, SendLegInput } from '../src/contract/activity-shapes';
import { checkSendLegInput } from '../src/contract/activity-input';
import { assertNever } from '../src/domain/model/assert-never';
import { lostResult, type SendResult } from '../src/domain/model/send-result';
import { myRefOf } from '../src/domain/model/my-ref';
import type { Card } from '../src/domain/model/payment';
import type { AccountRules } from '../src/domain/model/profile';
import type { Gateway, RefundRequest } from '../src/gateway';
import { whyNotFromLedger } from './from-ledger';
import { sendResultOf } from './send-result-of';
import { maySend, type SendVerdict } from './may-send';

/** Brings a card at send time, for users who keep cards elsewhere. It lives in the activity's memory alone. */
export type ResolveCard = (payment: CardOwner) => Promise<Card>;

export interface SendLegDependencies {
  readonly gateway: Gateway;
  readonly rulesOf: (gatewayAccount: string) => AccountRules | null;
  readonly resolveCard: ResolveCard | undefined;
}

/** Often enough that a live worker is never taken for a dead one. */
const heartbeatEveryMs = 1_000;

/** How long to wait for a card: a hanging resolver would end as an unknown outcome. */
const resolveCardWithinMs = 10_000;

/**
 * Sends one leg of the payment's own ledger, if it is certain that it was not sent before, and returns what may have
 * happened to the money. The ledger gives it one attempt; an operator can still reset an activity, which then runs again
 * and finds that it may have sent. `maySend` allows only the first attempt, in the run that asked for it, before
 * `sendByAt`. If the worker dies, its heartbeat stops: `workflows/ledger/sending.ts` makes the outcome unknown, and this leg
 * of a refund is never sent again. Whether people have approved, the ledger decided before. Called by any other workflow, it sends
 * nothing. Never throws for what the gateway or the network does; a result is never a guess.
 */
export function makeSendLeg(dependencies: SendLegDependencies) {
  return async (input: SendLegInput): Promise<SendResult> => {
    const beat = setInterval(() => {
      heartbeat();
    }, heartbeatEveryMs);
    try {
      return await send(dependencies, input);
    } finally {
      clearInterval(beat);
    }
  };
}

async function send({ gateway, rulesOf, resolveCard }: SendLegDependencies, input: SendLegInput): Promise<SendResult> {
  const info = activityInfo();
  const why = whyNotFromLedger(info, input, checkSendLegInput(input));
  if (why !== null) return { status: 'notSent', cause: 'notFromLedger', retryAfterMs: null, why };
  const signal = cancellationSignal();
  const verdict = (): SendVerdict =>
    maySend(input, { ...info, runId: info.workflowExecution?.runId ?? '' }, signal.aborted, Date.now());
  // An early check, which spares the card's resolver a call in vain.
  const early = verdict();
  if (early !== 'send') return notAttempted(early);

  const card = await cardOf(input, resolveCard);
  if (card === null) return { status: 'notSent', cause: 'cardUnavailable', retryAfterMs: null };

  // The check that counts: the gateway client calls it once the connection is made, in the step that writes the request.
  let last: SendVerdict = 'send';
  const outcome = await call(gateway, input, requestOf(input, card), () => {
    last = verdict();
    return last === 'send';
  });
  const endedAt = new Date().toISOString();
  // Not 'send': the last check refused, so nothing was written. The compiler does not see that the callback assigns it.
  const said = last as SendVerdict;
  return said === 'send' ? sendResultOf(outcome, rulesOf(input.gatewayAccount), endedAt) : notAttempted(said);
}

function call(gateway: Gateway, input: SendLegInput, request: RefundRequest, beforeSend: () => boolean) {
  switch (input.operation) {
    case 'refund':
      return gateway.refund(request, { beforeSend });
    case 'void': {
      const { payerDetails: _refundsOnly, ...voidRequest } = request;
      return gateway.void(voidRequest, { beforeSend });
    }
    default:
      return assertNever(input.operation);
  }
}

function requestOf(input: SendLegInput, card: Card): RefundRequest {
  return {
    amountMinor: input.amountMinor,
    currency: input.currency,
    refTransId: input.reference,
    myRef: myRefOf(input.paymentId, input.legId),
    paymentGatewayAccountName: input.gatewayAccount,
    certificateName: input.certificateName,
    networkTokenBrand: input.networkTokenBrand,
    payerDetails: input.payerDetails,
    card,
  };
}

/** A resolver that fails or hangs is not retried in a loop: nothing was sent, and a person has to act. */
async function cardOf(input: SendLegInput, resolveCard: ResolveCard | undefined): Promise<Card | null> {
  if (input.card !== null) return input.card;
  if (resolveCard === undefined) return null;
  const { paymentId, gatewayAccount, authorizationReference } = input;
  try {
    return await Promise.race([
      resolveCard({ paymentId, gatewayAccount, authorizationReference }),
      sleep(resolveCardWithinMs, null, { ref: false }),
    ]);
  } catch {
    return null;
  }
}

function notAttempted(verdict: Exclude<SendVerdict, 'send'>): SendResult {
  switch (verdict) {
    case 'resetDetected':
      return { status: 'resetDetected' };
    case 'possiblySent':
      return lostResult('an earlier attempt may have sent it');
    case 'pastDeadline':
      return { status: 'notSent', cause: 'pastDeadline', retryAfterMs: null };
    default:
      return assertNever(verdict);
  }
}
