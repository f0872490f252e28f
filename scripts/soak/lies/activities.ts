import type { LookupInput, SendLegInput } from '../../../src/contract/activity-shapes';
import { activityNames } from '../../../src/contract/names';
import type { CurrencyCode } from '../../../src/domain/model/currency';
import { myRefOf } from '../../../src/domain/model/my-ref';
import { gatewayAccount } from '../rules';
import { silence } from './answers';
import { forgedCard, note, type Answered, type Lie, type LieInput } from './lie';

type Caller = (input: LieInput, name: string, args: unknown) => Promise<unknown>;

const callers: readonly (readonly [from: string, call: Caller])[] = [
  [
    'a foreign workflow',
    ({ stage, payment, number }, name, args) =>
      stage.temporal.workflow.execute('foreign', {
        workflowId: `foreign/${payment.paymentId}/${String(number)}`,
        taskQueue: stage.taskQueue,
        args: [name, args],
        workflowExecutionTimeout: '30s',
      }),
  ],
  [
    'nobody',
    ({ stage, payment, number }, name, args) =>
      stage.temporal.activity.execute(name, {
        id: `alone/${payment.paymentId}/${String(number)}`,
        taskQueue: stage.taskQueue,
        args: [args],
        scheduleToCloseTimeout: '30s',
        startToCloseTimeout: '10s',
      }),
  ],
];

/** Schedules the activity that sends, or the one that looks up, without a ledger. Nothing of it reaches the gateway. */
export const callWithoutLedger: Lie = async (input) => {
  const { tally, book, payment, random } = input;
  const [sends, [from, call], place] = [random.chance(0.7), random.one(callers), random.next()];
  const captures = [...payment.captures.values()];
  const capture = captures[Math.floor(place * captures.length)];
  const send = forgedSend(input, capture?.captureId ?? 'auth', capture?.gatewayReference ?? payment.reference);
  book.forgedRefs.set(myRefOf(payment.paymentId, send.legId), payment.paymentId);
  const name = sends ? activityNames.sendLeg : activityNames.lookUpLeg;
  const answer = await call(input, name, sends ? send : lookupOf(send)).catch((error: unknown) => {
    tally.trouble('lie', error);
    return null;
  });
  note(input, `${name} called by ${from}`, answer === null ? silence : callAnswer(answer));
};

/** What a ledger would hand over, written by somebody who knows all of it. */
function forgedSend({ payment, number }: LieInput, captureId: string, reference: string): SendLegInput {
  const { paymentId, story } = payment;
  const runId = `run-${String(number)}`;
  return {
    paymentId,
    gatewayAccount,
    authorizationReference: payment.reference,
    legId: `${paymentId}/forged-${String(number)}/${captureId}/1`,
    operation: captureId === 'auth' ? 'void' : 'refund',
    amountMinor: captureId === 'auth' ? story.authorizedMinor : 1,
    currency: story.currency as CurrencyCode,
    reference,
    card: { ...forgedCard, cardNumber: '@tok' },
    payerDetails: null,
    certificateName: null,
    networkTokenBrand: null,
    lineage: { scheduledByRun: runId, originalRunId: runId, recoveredRunId: null, ancestorsTrusted: true },
    sendByAt: new Date(Date.now() + 60_000).toISOString(),
  };
}

function lookupOf(send: SendLegInput): LookupInput {
  const { paymentId, legId, operation, currency, reference, certificateName, networkTokenBrand } = send;
  const leg = { paymentId, legId, operation, currency, reference, certificateName, networkTokenBrand };
  return { ...leg, amountsMinor: [send.amountMinor], gatewayReference: null, gatewayAccount };
}

function callAnswer(answer: unknown): Answered {
  const isRefused = JSON.stringify(answer).includes('notFromLedger');
  return isRefused ? { answer: 'notFromLedger', finding: null } : { answer: 'it was carried out', finding: 'believed' };
}
