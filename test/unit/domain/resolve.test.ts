import type { SendResult } from '../../../src/domain/model/send-result';
import { resolve, type Resolution } from '../../../src/domain/transitions/resolve';
import { auditCsv } from '../../../src/domain/views/audit-export';
import { reversalTimeline } from '../../../src/domain/views/timeline';
import { ledgerView } from '../../../src/domain/views/view';
import {
  askedOf,
  captureOf,
  rulesOf,
  declined,
  eventOf,
  mismatch,
  notSent,
  paymentOf,
  pending,
  succeeded,
  unknown,
} from '../../support/domain-arbitraries';
import { policyOf } from '../../support/approval-rules';
import { LedgerStory } from './ledger-story';

const legId = 'return-1/c1/1';
const amountMinor = 6_000;

/** A refund of 6000 out of 10000, brought to where a person is to say how it ended. */
function storyOf(result: SendResult | null, ...then: ((story: LedgerStory) => unknown)[]): LedgerStory {
  const story = new LedgerStory();
  story.ask(askedOf('return-1', amountMinor, paymentOf([captureOf('c1', 10_000)])));
  if (result !== null) story.sendAndHear(result);
  for (const step of then) step(story);
  return story;
}

const bob = { id: 'bob', onBehalfOf: null };

function resolveStory(
  story: LedgerStory,
  outcome: Resolution['outcome'],
  more: Partial<Pick<Resolution, 'amountMinor' | 'coSignedBy'>> = {},
): string | null {
  const told = { legId, outcome, gatewayReference: null, evidence: 'e', actor: bob };
  return story.step(resolve, { ...told, coSignedBy: [], amountMinor: null, ...more });
}

const failedLater = (story: LedgerStory): unknown =>
  story.tell(eventOf('refundFailed', { legId, evidence: 'bank report 7' }));
const refundedElsewhere = (story: LedgerStory): unknown =>
  story.tell(eventOf('externalRefund', { captureId: 'c1', amountMinor: 6_000, currency: 'USD' }));

describe("a person's finding about a refund", () => {
  it.each<[string, LedgerStory, Resolution['outcome'], number]>([
    ['of unknown end settles it', storyOf(unknown), 'succeeded', 4_000],
    ['of unknown end frees it', storyOf(unknown), 'notSent', 10_000],
    ['that was accepted settles it', storyOf(pending), 'succeeded', 4_000],
    ['that was accepted frees it', storyOf(pending), 'notSent', 10_000],
    ['that was answered with another amount settles it', storyOf(mismatch(9_000)), 'succeeded', 4_000],
    ['that is known to have succeeded may be repeated', storyOf(succeeded), 'succeeded', 4_000],
    ['that failed after it succeeded may heal it', storyOf(succeeded, failedLater), 'succeeded', 4_000],
    ['that failed after it succeeded may say the same', storyOf(succeeded, failedLater), 'notSent', 10_000],
  ])('%s', (_what, story, outcome, refundableMinor) => {
    for (let times = 0; times < 2; times += 1) {
      expect(resolveStory(story, outcome)).toBeNull();
      expect(story.view('return-1').phase).toBe('completed');
      expect(story.view('return-1').balance).toMatchObject({ refundableMinor, unknownMinor: 0, pendingMinor: 0 });
    }
  });

  it.each<[string, LedgerStory, Resolution['outcome'], string]>([
    ['that is waiting for its turn', storyOf(null), 'succeeded', 'nothing of it was sent'],
    ['of which nothing left', storyOf(notSent('refused')), 'notSent', 'nothing of it was sent'],
    ['that is being sent', storyOf(null, (story) => story.send()), 'succeeded', 'being sent right now'],
    ['that the gateway confirmed', storyOf(succeeded), 'notSent', 'refundFailed'],
    ['that the gateway declined', storyOf(declined()), 'succeeded', 'declined'],
  ])(
    '%s is refused where it contradicts what is known, and is in the audit trail only',
    (_what, story, outcome, why) => {
      const before = story.view('return-1');
      expect(resolveStory(story, outcome)).toContain(why);
      expect(story.view('return-1')).toEqual(before);
      expect(story.state.audit.at(-1)).toMatchObject({
        act: 'resolved',
        by: bob,
        refused: expect.stringContaining(why) as unknown,
      });
    },
  );

  it('that was never sent because the money was refunded externally is refused', () => {
    const story = new LedgerStory();
    story.ask(askedOf('return-1', null, paymentOf([captureOf('c0', 4_000), captureOf('c1', 6_000)])));
    story.sendAndHear(succeeded);
    refundedElsewhere(story);
    const { legs } = story.view('return-1');
    expect(legs[1]).toMatchObject({ status: 'notSent' });
    const told = { outcome: 'succeeded', gatewayReference: null, evidence: 'e', actor: bob, coSignedBy: [] } as const;
    const resolution = { ...told, legId: legs[1]?.legId ?? '', amountMinor: null };
    expect(story.step(resolve, resolution)).toContain('nothing of it was sent');
  });
});

describe('an amount that a person says has moved', () => {
  const carol = { id: 'carol', onBehalfOf: null };
  const above50 = policyOf({ thresholds: [{ currency: 'USD', aboveMinor: 5_000, approvers: 1 }] });

  /** A refund of 60.00 by a service, which the gateway answered with 90.00, where above 50.00 another person approves. */
  function answeredWith90(): LedgerStory {
    const story = new LedgerStory(rulesOf({}, { approvals: null }));
    story.ask(askedOf('return-1', amountMinor, paymentOf([captureOf('c1', 10_000)])));
    story.sendAndHear(mismatch(9_000));
    const strict = new LedgerStory(rulesOf({}, { approvals: above50 }));
    strict.state = story.state;
    return strict;
  }

  it.each<[string, LedgerStory, Resolution['outcome']]>([
    ['whose outcome is unknown', storyOf(unknown), 'succeeded'],
    ['that was accepted', storyOf(pending), 'succeeded'],
    ['that the gateway confirmed', storyOf(succeeded), 'succeeded'],
    ['that failed later', storyOf(succeeded, failedLater), 'succeeded'],
    ['that is said to be never sent', storyOf(mismatch(9_000)), 'notSent'],
  ])('is refused for a refund %s: the gateway has not answered with another amount', (_what, story, outcome) => {
    const before = story.view('return-1').balance;
    expect(resolveStory(story, outcome, { amountMinor: 1 })).toContain('an amount is given');
    expect(story.view('return-1').balance).toEqual(before);
    expect(story.state.audit.at(-1)).toMatchObject({ act: 'resolved', refused: expect.any(String) as unknown });
  });

  it('frees what was reserved beyond it only with the co-signatures that a refund of the difference needs', () => {
    const story = answeredWith90();
    expect(story.view('return-1').balance).toMatchObject({ refundableMinor: 1_000 });
    const told = { amountMinor: 100 };
    expect(resolveStory(story, 'succeeded', told)).toContain('it would release 89.00 USD');
    expect(resolveStory(story, 'succeeded', { ...told, coSignedBy: [bob] })).toContain('1 more person must co-sign');
    expect(story.view('return-1').balance).toMatchObject({ refundableMinor: 1_000 });
    expect(resolveStory(story, 'succeeded', { ...told, coSignedBy: [carol] })).toBeNull();
    expect(story.view('return-1').balance).toMatchObject({ refundableMinor: 9_900 });
    expect(resolveStory(story, 'succeeded', told)).toBeNull();
    expect(resolveStory(story, 'succeeded', { amountMinor: 50 })).toContain('an amount is given');
  });

  it('shows who co-signed it in view, timeline and export, and nobody where nobody did', () => {
    const story = answeredWith90();
    resolveStory(story, 'succeeded', { amountMinor: 100 });
    resolveStory(story, 'succeeded', { amountMinor: 100, coSignedBy: [carol] });
    const view = ledgerView(story.state, story.now);
    if (view === null) throw new Error('the ledger knows its payment');
    const resolutions = view.audit.filter(({ act }) => act === 'resolved');
    expect(resolutions.map(({ coSignedBy, refused }) => [coSignedBy, refused === null])).toEqual([
      [undefined, false],
      [[carol], true],
    ]);
    const lines = reversalTimeline(story.view('return-1'), view).filter(({ what }) => what.startsWith('Resol'));
    expect(lines.map(({ detail }) => detail?.includes('co-signed by carol') ?? false)).toContain(true);
    expect(lines.filter(({ isRefused, detail }) => isRefused && detail?.includes('carol') === true)).toEqual([]);
    const row = auditCsv(view)
      .split('\r\n')
      .find((one) => one.includes('"Resolved"'));
    expect(row).toContain('"carol"');
  });

  it('needs none where it frees less than any refund that needs approval', () => {
    const story = answeredWith90();
    expect(resolveStory(story, 'succeeded', { amountMinor: 4_000 })).toBeNull();
    expect(story.view('return-1').balance).toMatchObject({ refundableMinor: 6_000 });
  });

  it('counts together with what was released on the payment before, so that many small findings are one', () => {
    const story = answeredWith90();
    story.state = { ...story.state, releasedMinor: 1 };
    expect(resolveStory(story, 'succeeded', { amountMinor: 4_000 })).toContain('1 more person must co-sign');
    story.state = { ...story.state, releasedMinor: 0 };
    expect(resolveStory(story, 'succeeded', { amountMinor: 4_000 })).toBeNull();
    expect(story.state.releasedMinor).toBe(5_000);
  });

  it('releases all that was reserved where it says that nothing moved, and needs the co-signatures for all of it', () => {
    const story = answeredWith90();
    expect(resolveStory(story, 'notSent')).toContain('it would release 90.00 USD');
    expect(story.view('return-1').balance).toMatchObject({ refundableMinor: 1_000 });
  });
});
