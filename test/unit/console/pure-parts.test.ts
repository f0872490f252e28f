import { auditCsv, auditJson, csvCell } from '../../../src/domain/views/audit-export';
import { noticeOf } from '../../../src/console/notice';
import { suggestedId } from '../../../src/console/pages/new-page';
import { paymentPageMain } from '../../../src/console/pages/payment-page';
import { segmentsOf } from '../../../src/console/parts/balance';
import { age } from '../../../src/console/parts/when';
import { csrfToken, isCsrfToken } from '../../../src/console/sign-in/csrf';
import { viewerIn } from '../../../src/console/sign-in/proxy-sign-in';
import { snapshotOf } from '../../../src/console/snapshot';
import { isLoopback } from '../../../src/console/start-console';
import { reversalWords } from '../../../src/domain/views/status-words';
import { ledgerView } from '../../../src/domain/views/view';
import { eventOf } from '../../support/domain-arbitraries';
import { balance } from '../cli/sample-views';
import { at, evidence, refunded } from '../domain/statement-story';
import { ledger } from './sample-ledger';

describe('A cell of the audit', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '|calc', '%x'])('is no formula: %j', (text) => {
    expect(csvCell(text).startsWith(`"'`)).toBe(true);
  });

  it.each([
    ['plain', '"plain"'],
    ['a "b", c', '"a ""b"", c"'],
    ['two\nlines', '"two\nlines"'],
    ['25.00', '"25.00"'],
  ])('keeps what is none: %j', (text, cell) => {
    expect(csvCell(text)).toBe(cell);
  });

  it('stands in a row of as many cells as the headings', () => {
    const rows = auditCsv(ledger).trim().split('\r\n');
    expect(rows.length).toBeGreaterThan(4);
    expect(new Set(rows.map((row) => row.split('","').length)).size).toBe(1);
  });
});

describe('The bar', () => {
  it('shows every amount of a balance once, and the rest of the authorization', () => {
    const segments = segmentsOf({ ...balance, authorizedMinor: 12_000, reservedMinor: 500, refundableMinor: 7_000 });
    expect(segments.map(({ kind, amountMinor }) => [kind, amountMinor])).toEqual([
      ['refunded', 2_500],
      ['reserved', 500],
      ['refundable', 7_000],
      ['rest', 2_000],
    ]);
  });

  it('hatches what is not final', () => {
    const open = segmentsOf({ ...balance, pendingMinor: 1, unknownMinor: 1, reservedMinor: 1 }).filter(
      ({ isOpen }) => isOpen,
    );
    expect(open.map(({ kind }) => kind)).toEqual(['pending', 'unknown', 'reserved']);
  });
});

describe('An age', () => {
  const now = Date.parse('2026-11-23T12:00:00Z');
  it.each([
    ['2026-11-23T11:59:30Z', 'just now'],
    ['2026-11-23T11:57:00Z', '3 min ago'],
    ['2026-11-23T09:00:00Z', '3 h ago'],
    ['2026-11-20T12:00:00Z', '3 d ago'],
    ['2026-11-23T14:00:00Z', 'in 2 h'],
  ])('of %s is %s', (instant, text) => {
    expect(age(instant, now)).toBe(text);
  });
});

describe('The token of a form', () => {
  const key = Buffer.alloc(32, 1);
  const now = 1_800_000_000_000;
  const token = csrfToken(key, 'alice', now);
  it.each([
    ['its own person', key, 'alice', token, now + 60_000, true],
    ['somebody else', key, 'mallory', token, now, false],
    ['nobody', key, null, token, now, false],
    ['another console', Buffer.alloc(32, 2), 'alice', token, now, false],
    ['the next day', key, 'alice', token, now + 24 * 3_600_000, false],
    ['the day before', key, 'alice', token, now - 1_000, false],
    [
      'a later date that was written into it',
      key,
      'alice',
      token.replace(/^[^.]+/, (now + 1).toString(36)),
      now + 1,
      false,
    ],
    ['nothing at all', key, 'alice', '', now, false],
  ])('is good for %s: see the last column', (_what, by, person, told, at, isGood) => {
    expect(isCsrfToken(by, person, told, at)).toBe(isGood);
  });
});

describe('A token of the proxy', () => {
  const claims = { personClaim: 'sub', rolesClaim: 'groups' };
  it.each([
    [
      { sub: 'alice', name: 'Alice', groups: ['a', 'b'] },
      { person: { id: 'alice', onBehalfOf: null }, name: 'Alice', roles: ['a', 'b'] },
    ],
    [
      { sub: 'alice', groups: 'a b' },
      { person: { id: 'alice', onBehalfOf: null }, name: 'alice', roles: ['a', 'b'] },
    ],
    [
      { sub: 'alice', groups: [1, null, 'c'] },
      { person: { id: 'alice', onBehalfOf: null }, name: 'alice', roles: ['c'] },
    ],
    [{ groups: ['a'] }, null],
    [{ sub: 7 }, null],
    [{ sub: '' }, null],
  ])('%j names %j', (payload, viewer) => {
    expect(viewerIn(payload, claims)).toEqual(viewer === null ? null : { ...viewer, claims: payload });
  });
});

describe('The page of a payment', () => {
  const looking = { who: { id: 'bob', onBehalfOf: null }, now: '2026-11-21T13:00:00.000Z' };
  const page = async (): Promise<string> =>
    String(await paymentPageMain({ ledger, looking, csrf: '', failed: null, notice: null, signs: false }));

  it('shows the timeline of the audit files, the newest entry first', async () => {
    const { timeline } = JSON.parse(auditJson(ledger, looking.now)) as { timeline: readonly { what: string }[] };
    const places = await Promise.all(timeline.map(async ({ what }) => (await page()).indexOf(`${what}</strong>`)));
    expect(places).toHaveLength(5);
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((one, other) => other - one));
  });

  it('strikes through an event that was corrected, and shows who said it, when, and who co-signed', async () => {
    const story = refunded();
    const told = { captureId: 'c1', amountMinor: 4_000, currency: 'USD', at: at(5) } as const;
    expect(story.tell(eventOf('externalRefund', told, 'portal-1'))).toBeNull();
    const correction = eventOf('correction', { corrects: 'portal-1', neverHappened: true, evidence }, 'fix-1');
    expect(story.tell(correction, ['carol'])).toBeNull();
    const view = ledgerView(story.state, story.now);
    if (view === null) throw new Error('the ledger knows its payment');
    const shown = { ledger: view, looking, csrf: '', failed: null, notice: null, signs: false };
    const text = String(await paymentPageMain(shown));
    expect(text).toContain('<s><strong>Event recorded: externalRefund portal-1</strong></s>');
    expect(text).toContain(`evidence: ${evidence} · co-signed by carol`);
    expect(text).toContain('by a test');
    expect(text).toContain('happened ');
  });

  it('shows the words that every program has for a status', async () => {
    const [view] = ledger.reversals;
    if (view === undefined) throw new Error('the sample has no reversal');
    expect(await page()).toContain(`</span> ${reversalWords(view).word}</span>`);
  });
});

describe('A form', () => {
  it('suggests an id that the payment does not have', () => {
    const view = ledger.reversals[0];
    if (view === undefined) throw new Error('the sample has no reversal');
    expect(suggestedId({ reversals: [] })).toBe('console-1');
    expect(
      suggestedId({
        reversals: [
          { ...view, reversalId: 'console-1' },
          { ...view, reversalId: 'console-2' },
        ],
      }),
    ).toBe('console-3');
  });

  it('takes no words for a page from its address', () => {
    expect(noticeOf('<b>')).toBeNull();
    expect(noticeOf('toString')).toBeNull();
    expect(noticeOf('approved')).toMatchObject({ isEscaped: true });
  });
});

describe('The next request of a known payment', () => {
  it('shows what the ledger knows and never the card', () => {
    const snapshot = snapshotOf(ledger);
    expect(snapshot).toMatchObject({
      paymentId: 'order-1001',
      authorizedMinor: 10_000,
      captures: [{ captureId: 'c1' }],
    });
    expect(snapshot).not.toHaveProperty('card');
  });
});

describe('Only this machine', () => {
  it.each([
    ['127.0.0.1', true],
    ['127.8.0.1', true],
    ['::1', true],
    ['localhost', true],
    ['0.0.0.0', false],
    ['192.168.1.2', false],
    ['localhost.example', false],
  ])('reaches %s: %s', (host, isIt) => {
    expect(isLoopback(host)).toBe(isIt);
  });
});
