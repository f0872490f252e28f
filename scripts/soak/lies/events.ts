import type { CurrencyCode } from '../../../src/domain/model/currency';
import type { CaptureSnapshot } from '../../../src/contract/payment-snapshot';
import type { PaymentEvent } from '../../../src/domain/model/payment-event';
import { answerTo, silence } from './answers';
import { note, type Answered, type Lie, type LieInput } from './lie';

/** What is changed in an event that was told before. Its id stays. */
const changes = ['amount', 'capture', 'instant', 'kind', 'kind'] as const;

/**
 * Tells what is known of a capture twice, then something else under the id of it. The first two are the same true event:
 * after a reset, the lie must not be the first that the ledger hears under this id.
 */
export const reuseEventId: Lie = async (input) => {
  const { payment, random } = input;
  const [place, change, byMinor, other] = [random.next(), random.one(changes), random.whole(1, 100), random.next()];
  const capture = captureOf(input, place);
  if (capture === undefined) return;
  await payment.alone(async () => {
    const truth = payment.captureEvent(capture);
    if (!(await payment.tell(truth))) return;
    const again = await answerTo(input, truth);
    note(input, 'event again', again === null ? silence : repeatAnswer(again.accepted));
    const lie = changed(truth, capture, { change, byMinor, other });
    const answer = await answerTo(input, lie);
    note(input, `event with a used id and another ${change}`, reuseAnswer(answer));
  });
};

/** What came before a capture is told after it: its beginning, or a first try that failed. */
export const tellLate: Lie = async (input) => {
  const { stage, payment, random } = input;
  const [place, failed, earlierMs] = [random.next(), random.chance(0.5), random.whole(1, 60_000)];
  const capture = captureOf(input, place);
  if (capture === undefined) return;
  const { captureId, amountMinor, capturedAt } = capture;
  const kind = failed ? ('captureFailed' as const) : ('captureStarted' as const);
  const at = new Date(Date.parse(capturedAt ?? new Date().toISOString()) - earlierMs).toISOString();
  const common = { eventId: `${payment.paymentId}/${captureId}/late-${input.number}`, source: 'soak', at, captureId };
  const currency = payment.story.currency as CurrencyCode;
  const event: PaymentEvent = failed
    ? { ...common, kind: 'captureFailed' }
    : { ...common, kind: 'captureStarted', amountMinor, currency };
  await payment.alone(async () => {
    // Without the capture, its beginning would be news.
    if (!(await payment.tellCapture(capture)) || !(await payment.tell(event))) return;
    const view = await stage.client.show(payment.paymentId).catch(() => null);
    const shown = view?.captures.find((one) => one.captureId === captureId);
    const stays = shown?.status === 'succeeded' && shown.amountMinor === amountMinor;
    const answered: Answered = stays
      ? { answer: 'the capture stays', finding: null }
      : { answer: `the capture is ${shown?.status ?? 'gone'}`, finding: 'believed' };
    note(input, `older ${kind} told late`, view === null ? silence : answered);
  });
};

function captureOf({ payment }: LieInput, place: number): CaptureSnapshot | undefined {
  const captures = [...payment.captures.values()];
  return captures[Math.floor(place * captures.length)];
}

interface Change {
  readonly change: (typeof changes)[number];
  readonly byMinor: number;
  /** From 0 to 1: which other kind. */
  readonly other: number;
}

function changed(
  truth: PaymentEvent,
  { captureId, amountMinor }: CaptureSnapshot,
  { change, byMinor, other }: Change,
): PaymentEvent {
  const { eventId, source, at } = truth;
  const common = { eventId, source, at, captureId };
  switch (change) {
    case 'amount':
      return { ...truth, amountMinor: amountMinor + byMinor } as PaymentEvent;
    case 'capture':
      return { ...truth, captureId: 'elsewhere' } as PaymentEvent;
    case 'instant':
      return { ...truth, at: new Date(Date.parse(at) - byMinor * 1_000).toISOString() };
    case 'kind': {
      if (other < 0.3) return { ...common, kind: 'captureFailed' };
      if (other < 0.6) return { ...common, kind: 'settled' };
      const currency = 'currency' in truth ? truth.currency : null;
      return { ...common, kind: 'externalRefund', amountMinor: 1, currency: currency ?? 'USD' };
    }
  }
}

function repeatAnswer(accepted: boolean): Answered {
  return accepted ? { answer: 'a plain repeat', finding: null } : { answer: 'refused', finding: 'untrue' };
}

function reuseAnswer(answer: Awaited<ReturnType<typeof answerTo>>): Answered {
  if (answer === null) return silence;
  if (answer.accepted) return { answer: 'believed', finding: 'believed' };
  const isKnown = answer.reason?.includes('recorded before with other content') === true;
  return { answer: isKnown ? 'refused, it has other content' : 'refused otherwise', finding: null };
}
