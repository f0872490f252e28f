import fc from 'fast-check';
import { auditKept } from '../../../src/domain/model/audit';
import { lineDigest } from '../../../src/domain/model/audit-chain';
import { canonicalJson } from '../../../src/domain/model/canonical-json';
import { addAudit, compacted, type LedgerState } from '../../../src/domain/model/ledger-state';
import { joinTrails } from '../../../src/domain/views/join-trails';
import { verifyTrail, type AuditTrail } from '../../../src/domain/views/verify-trail';
import { entryOf, openedLedger, said, trailOf, written, type Said } from './trail-story';
import { must } from './law';

const numRuns = 1000;

const faultOf = (trail: AuditTrail): string | null => verifyTrail(trail).fault?.problem ?? null;
const randomTrail = said.map((lines) => trailOf(written(openedLedger(), lines)));

/** A random number below a bound that is known only later. */
const pick = fc.nat(1_000);

type Line = Record<string, unknown>;
type ListName = 'audit' | 'statements';

/** Both lists as plain data, to be tampered with. */
function listsOf(trail: AuditTrail): [ListName, Line[]][] {
  return (['audit', 'statements'] as const).map((name) => [name, [...trail[name]] as unknown as Line[]]);
}

function withList(trail: AuditTrail, name: ListName, lines: readonly Line[]): AuditTrail {
  return { ...trail, [name]: lines };
}

function nonEmpty(trail: AuditTrail, seed: number): [ListName, Line[]] {
  const lists = listsOf(trail).filter(([, lines]) => lines.length > 0);
  const list = lists[seed % lists.length];
  if (list === undefined) throw new Error('the trail has no line');
  return list;
}

describe('The chain of an audit trail', () => {
  it('fits as it was written, whatever is written, also after a file, a compaction and other orders of keys', () => {
    fc.assert(
      fc.property(said, (lines) => {
        const state = written(openedLedger(), lines);
        const trail = trailOf(compacted(state));
        must(faultOf(trail) === null, 'fits');
        must(verifyTrail(trail).lines === lines.length, 'counts every line');
        const turned = trail.audit.map((line) => Object.fromEntries(Object.entries(line).reverse()));
        must(faultOf(withList(trail, 'audit', turned)) === null, 'fits in another order of keys');
      }),
      { numRuns },
    );
  });

  it('shows any change of any field of any line, and names that line or one after it', () => {
    fc.assert(
      fc.property(randomTrail, pick, pick, pick, (trail, list, index, field) => {
        const [name, lines] = nonEmpty(trail, list);
        const at = index % lines.length;
        const line = lines[at] ?? {};
        const names = Object.keys(line);
        const changing = names[field % names.length] ?? '';
        const changed = lines.with(at, { ...line, [changing]: changedValue(line[changing]) });
        const { fault } = verifyTrail(withList(trail, name, changed));
        must(fault !== null, `${changing} of ${name}[${String(at)}] changed unseen`);
        // Its number may be what was changed.
        must(changing === 'number' || (fault?.line?.number ?? 0) >= Number(line['number']), 'names a line before it');
      }),
      { numRuns },
    );
  });

  it('shows a line that was removed, doubled, added, or exchanged with another one', () => {
    fc.assert(
      fc.property(randomTrail, pick, pick, pick, (trail, list, one, other) => {
        const [name, lines] = nonEmpty(trail, list);
        const [at, to] = [one % lines.length, other % lines.length];
        const [line = {}, target = {}] = [lines[at], lines[to]];
        const tampered: readonly (readonly [string, readonly Line[]])[] = [
          ['removed', lines.toSpliced(at, 1)],
          ['doubled', lines.toSpliced(to, 0, line)],
          ['added', lines.toSpliced(to, 0, { ...line, digest: 'a'.repeat(64), number: Number(line['number']) + 1 })],
          ['truncated', lines.slice(0, at)],
          ...(at === to ? [] : [['exchanged', lines.with(at, target).with(to, line)] as const]),
        ];
        for (const [what, changed] of tampered)
          must(verifyTrail(withList(trail, name, changed)).fault !== null, `a line ${what} unseen in ${name}`);
      }),
      { numRuns },
    );
  });

  it('shows a changed line that was given a digest that fits, by the next line of its chain', () => {
    fc.assert(
      fc.property(randomTrail, pick, (trail, index) => {
        const at = index % Math.max(1, trail.audit.length);
        const line = trail.audit[at];
        if (line === undefined) return;
        const ofChain = trail.audit.filter(({ refused }) => (refused === null) === (line.refused === null));
        const before = ofChain[ofChain.indexOf(line) - 1]?.digest ?? null;
        const changed = { ...line, by: { id: 'mallory', onBehalfOf: null } };
        const forged = { ...changed, digest: lineDigest(trail.paymentId, before, changed) };
        const next = ofChain[ofChain.indexOf(line) + 1];
        const verdict = verifyTrail({ ...trail, audit: trail.audit.with(at, forged) });
        must(verdict.fault?.line?.number === next?.number, 'the next line does not fit');
        const { lastDigest } = verdict.chains[line.refused === null ? 'accepted' : 'refused'];
        const wasLast = ofChain.at(-1)?.digest;
        must(
          next !== undefined || lastDigest !== wasLast,
          'the last digest, which may be kept elsewhere, is another one',
        );
      }),
      { numRuns },
    );
  });

  it("shows another payment's trail, also where each of its lines is its own", () => {
    const trail = trailOf(written(openedLedger('order-2002'), ['accepted', 'refused', 'event']));
    expect(faultOf({ ...trail, paymentId: 'order-1001' })).toBe('otherPayment');
    const hidden = { ...trail.auditChain, paymentId: 'order-1001' };
    expect(faultOf({ ...trail, paymentId: 'order-1001', auditChain: hidden })).toBe('changed');
  });

  it('continues over more lines than are kept, of which refused ones leave first', () => {
    const lines: readonly Said[] = [
      ...many(auditKept - 50, 'accepted'),
      ...many(120, 'refused'),
      ...many(90, 'accepted'),
    ];
    const verdict = verifyTrail(trailOf(written(openedLedger(), lines)));
    expect(verdict).toMatchObject({
      ...{ fault: null, lines: lines.length },
      chains: { accepted: { left: 40, remaining: 200 }, refused: { left: 120, remaining: 0 } },
    });
  });

  it('is written alike by a run and by the next one that continues it', () => {
    fc.assert(
      fc.property(said, fc.nat(12), (lines, at) => {
        const first = written(openedLedger(), lines.slice(0, at));
        const carried = JSON.parse(JSON.stringify(compacted(first))) as LedgerState;
        const inTwoRuns = trailOf(written(carried, lines.slice(at)));
        must(faultOf(inTwoRuns) === null, 'fits over two runs');
      }),
      { numRuns: 500 },
    );
  });
});

describe('An export that was kept', () => {
  it('is continued by every later one, and its gap is counted where lines left unseen', () => {
    const first = written(openedLedger(), [...many(150, 'accepted'), ...many(20, 'refused'), 'event']);
    const later = written(first, many(60, 'accepted'));
    expect(joinTrails(trailOf(first), trailOf(later))).toEqual({ fault: null, gaps: [] });
    const muchLater = written(later, many(300, 'accepted'));
    expect(verifyTrail(trailOf(muchLater)).fault).toBeNull();
    expect(joinTrails(trailOf(first), trailOf(muchLater))).toEqual({
      fault: null,
      gaps: [{ chain: 'accepted', lines: 160 }],
    });
    expect(joinTrails(trailOf(later), trailOf(muchLater)).gaps).toEqual([{ chain: 'accepted', lines: 100 }]);
  });

  it('shows a history that was rewritten whole, with digests that all fit, and names the first line that differs', () => {
    fc.assert(
      fc.property(said, said, fc.nat(11), (lines, after, at) => {
        const kept = trailOf(written(openedLedger(), lines));
        const from = Math.min(at, lines.length - 1);
        const before = written(openedLedger(), lines.slice(0, from));
        const forged = addAudit(before, entryOf('forged', null));
        const rewritten = trailOf(written(forged, [...lines.slice(from + 1), ...after]));
        must(verifyTrail(rewritten).fault === null, 'the forgery fits in itself');
        must(joinTrails(kept, rewritten).fault !== null, `a rewritten line ${String(from + 1)} is found`);
      }),
      { numRuns },
    );
  });

  it('shows a trail that was cut, and one of another payment', () => {
    const whole = trailOf(written(openedLedger(), ['accepted', 'accepted', 'refused', 'event']));
    const cut = trailOf(written(openedLedger(), ['accepted']));
    expect(verifyTrail(cut).fault).toBeNull();
    expect(joinTrails(whole, cut).fault).toMatchObject({ problem: 'shorter', line: { number: 2, what: 'approved' } });
    expect(joinTrails(whole, trailOf(openedLedger('order-2002'))).fault).toMatchObject({ problem: 'otherPayment' });
  });
});

describe('Canonical JSON', () => {
  it('is the same in any order of keys and after a file, and another text for another value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
        const text = canonicalJson(one);
        must(canonicalJson(turned(one)) === text, 'independent of the order of keys');
        must(canonicalJson(JSON.parse(JSON.stringify(one))) === text, 'independent of a file');
        must(canonicalJson(JSON.parse(text)) === text, 'is JSON');
        const same = canonicalJson(other) === text;
        must(same === (JSON.stringify(sorted(one)) === JSON.stringify(sorted(other))), 'differs where values differ');
      }),
      { numRuns },
    );
  });
});

function many(count: number, what: Said): readonly Said[] {
  return Array.from({ length: count }, () => what);
}

/** Another value of the same place. */
function changedValue(value: unknown): unknown {
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'string') return `${value}x`;
  if (Array.isArray(value)) return [...(value as unknown[]), 'x'];
  return value === null ? 'x' : { ...value, x: 1 };
}

function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, held]) => [name, turned(held)]),
  );
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, held]) => [name, sorted(held)] as const);
  return { object: entries.toSorted(([one], [other]) => (one < other ? -1 : 1)) };
}
