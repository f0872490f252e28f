import { PaymentUnderTest } from '../payment-under-test';
import type { DisputeClosed, DisputeOpened } from '../../../src/domain/model/payment-event';
import type { Random } from '../random';
import type { Stage } from '../stage';
import type { Story } from '../story';
import type { Tally } from '../tally';

/** How a dispute may have gone, in the order in which it happened. */
const courses = [
  ['opened', 'won'],
  ['opened', 'lost'],
  ['opened', 'won', 'opened', 'won'],
  ['opened', 'won', 'opened', 'lost'],
  ['opened', 'lost', 'won'],
] as const;

/** Below the threshold of the rules with all that may be released, so that nobody has to be asked. Minor units of USD. */
const authorizedMinor = [2_000, 9_000] as const;

export interface DisputedInput {
  readonly stage: Stage;
  readonly tally: Tally;
  readonly random: Random;
  readonly paymentId: string;
  /** Takes the payment among those that are disturbed, healed and audited. */
  readonly begun: (payment: PaymentUnderTest) => void;
}

/**
 * A payment of which a part is disputed. The states are told in any order, each with its true instant: in the end the
 * last that happened counts. No cancel is asked of it, which would take back what a dispute has blocked only later.
 */
export async function disputeInAnyOrder({ stage, tally, random, paymentId, begun }: DisputedInput): Promise<void> {
  const story = storyOf(paymentId, random);
  const events = random.shuffled(eventsOf(paymentId, story, random));
  const payment = new PaymentUnderTest(story, stage, tally);
  if (!(await payment.play())) return;
  begun(payment);
  for (const event of events) {
    const accepted = await payment.alone(() => payment.tell(event));
    tally.lied('dispute told in any order', accepted ? 'accepted' : 'no answer, told again later');
  }
}

function storyOf(paymentId: string, random: Random): Story {
  const amountMinor = random.whole(...authorizedMinor);
  const captured = { captureId: 'c1', amountMinor, afterMs: null, toldAfterMs: 0, announced: false };
  const refund = {
    afterMs: 0,
    requestId: `${paymentId}/refund-1`,
    operation: 'refund' as const,
    amountMinor: random.whole(1, Math.floor(amountMinor / 2)),
    wait: false,
    decision: 'approve' as const,
  };
  const money = { kind: 'authorization' as const, currency: 'USD', authorizedMinor: amountMinor };
  return { paymentId, ...money, captures: [captured], asks: [refund], faults: [] };
}

function eventsOf(paymentId: string, story: Story, random: Random): (DisputeOpened | DisputeClosed)[] {
  const amountMinor = random.whole(1, Math.floor(story.authorizedMinor / 4));
  const disputeId = `${paymentId}/dispute`;
  const beganMs = Date.now() - 3_600_000;
  return random.one(courses).map((state, index) => {
    const common = {
      eventId: `${disputeId}/${String(index)}-${state}`,
      source: 'soak',
      at: new Date(beganMs + index * 60_000).toISOString(),
      disputeId,
    };
    if (state === 'opened') {
      return { ...common, kind: 'disputeOpened', captureId: 'c1', amountMinor, currency: 'USD' };
    }
    // Won, it releases the amount: with what the rules ask for then.
    const proof = { evidence: 'the letter of the issuer', coSignedBy: [{ id: 'approver' }] };
    return { ...common, kind: 'disputeClosed', outcome: state, ...(state === 'won' ? proof : {}) };
  });
}
