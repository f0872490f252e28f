import fc from 'fast-check';
import { balancesWithout, captureBalances } from '../../../src/domain/decision/balance';
import { countedMinor } from '../../../src/domain/decision/counted-amount';
import { dueLookup } from '../../../src/domain/decision/lookup-schedule';
import { nextSend } from '../../../src/domain/decision/next-send';
import { sizeOf } from '../../../src/domain/decision/room';
import { isUnsent, type Leg } from '../../../src/domain/model/leg';
import { emptyLedger, openReversals, type LedgerState } from '../../../src/domain/model/ledger-state';
import { indexOf, placeOf } from '../../../src/domain/model/list-index';
import type { AccountRules } from '../../../src/domain/model/profile';
import { advance } from '../../../src/domain/transitions/advance';
import { brokenAnywhere, brokenInvariant } from '../../../src/domain/transitions/invariants';
import { ledgerView } from '../../../src/domain/views/view';
import { workItem } from '../../../src/domain/views/work-item';
import { minutesAfter, today } from '../../support/domain-arbitraries';
import { anyHistories, type AnyHistory } from './any-act';
import { must } from './law';
import { plainBalances, plainBalancesWithout, plainlyAdvanced, plainlyCounted } from './plain-rules';

/** One step of a random history: before it, with its transition applied, and advanced. */
interface Stepped {
  readonly before: LedgerState;
  readonly applied: LedgerState;
  readonly after: LedgerState;
  readonly rules: AccountRules;
  readonly now: string;
}

/** Lets a law look at every step of many random histories. Returns how many steps there were. */
function everyStep(law: (step: Stepped) => void, runs = 500): number {
  let steps = 0;
  fc.assert(
    fc.property(anyHistories, ({ readings: [first, ...others], acts }: AnyHistory) => {
      let state = emptyLedger;
      let now = today;
      let rules = first;
      for (const act of acts) {
        if (rules === undefined) return;
        if (act.do === 'pass') now = minutesAfter(now, act.minutes);
        if (act.do === 'otherRules') rules = others[act.which % others.length];
        const change = act.do === 'step' ? act.of(state, now) : null;
        if (change === null || rules === undefined) continue;
        const before = state;
        const { state: applied } = change(before, rules, now);
        const after = advance(applied, rules, now, before);
        steps += 1;
        law({ before, applied, after, rules, now });
        // What would break an invariant is not applied, as in the ledger's own steps.
        if (brokenInvariant(before, applied, after) === null) state = after;
      }
    }),
    { numRuns: runs },
  );
  return steps;
}

function mustBeSame(fast: unknown, plain: unknown, what: string): void {
  const [one, other] = [JSON.stringify(fast), JSON.stringify(plain)];
  must(one === other, `${what}:\n${one}\ninstead of\n${other}`);
}

describe('whatever happens to a ledger, in any order', () => {
  it('advancing what a change can concern leaves the same as advancing everything from scratch', () => {
    let advanced = 0;
    const steps = everyStep(({ applied, after, rules, now }) => {
      const plain = plainlyAdvanced(applied, rules, now);
      mustBeSame(after, plain, 'advanced otherwise');
      if (after !== applied) advanced += 1;
    });
    expect(steps).toBeGreaterThan(5_000);
    expect(advanced).toBeGreaterThan(500);
  });

  it('a balance that was remembered or handed on is the one that is counted from scratch', () => {
    everyStep(({ after }) => {
      mustBeSame(captureBalances(after), plainBalances(after), 'another balance');
      for (const reversal of openReversals(after)) {
        const unsent = reversal.legs.filter(isUnsent);
        mustBeSame(balancesWithout(after, unsent), plainBalancesWithout(after, reversal), 'another balance without it');
        mustBeSame(countedMinor(reversal, after.reversals), plainlyCounted(reversal, after), 'counted otherwise');
      }
    });
  });

  it('what is kept of the list of reversals, its size and all that is shown and due is as found from scratch', () => {
    everyStep(({ after, now }) => {
      const copy = structuredClone(after);
      mustBeSame(keptOf(after), keptOf(copy), 'kept otherwise');
      must(sizeOf(after) === sizeOf(copy), 'measured otherwise');
      mustBeSame(nextSend(after), nextSend(copy), 'another leg is sent');
      mustBeSame(dueLookup(after, now), dueLookup(copy, now), 'another leg is looked up');
      mustBeSame(workItem(after, now), workItem(copy, now), 'other work');
      mustBeSame(ledgerView(after, now), ledgerView(copy, now), 'shown otherwise');
    }, 300);
  });

  it('the invariants of what changed are broken exactly where those of everything are', () => {
    let broken = 0;
    const random = fc.sample(fc.nat(), { numRuns: 5_000, seed: 1 });
    let drawn = 0;
    const draw = (): number => random[(drawn += 1) % random.length] ?? 0;
    everyStep(({ before, applied, after }) => {
      const faulty = withFault(after, draw);
      for (const [one, other] of [
        [applied, after],
        [faulty, faulty],
        [applied, faulty],
      ] as const) {
        const whole = brokenAnywhere(before, one, other);
        const incremental = brokenInvariant(before, one, other);
        must((whole === null) === (incremental === null), `${String(incremental)} instead of ${String(whole)}`);
        if (whole !== null) broken += 1;
      }
    });
    expect(broken).toBeGreaterThan(5_000);
  });
});

/** All that is handed on when the list changes in one place. Nothing is as good as nought. */
function keptOf({ reversals }: LedgerState): unknown {
  const { held, sending, openVoids, openRefunds, wanting, endedCancels } = indexOf(reversals);
  const sorted = <T>(entries: Iterable<[unknown, T]>): readonly [unknown, T][] =>
    [...entries].toSorted(([one], [other]) => String(one).localeCompare(String(other)));
  const isHeld = ({ voids, ...minor }: { voids: readonly Leg[] }): boolean =>
    voids.length > 0 || Object.values(minor).some((one) => one !== 0);
  return [
    sorted(held)
      .filter(([, one]) => isHeld(one))
      .map(([captureId, { voids, ...minor }]) => [captureId, minor, voids.map(({ legId }) => legId).toSorted()]),
    { sending, openVoids, openRefunds, wanting, endedCancels },
    reversals.map(({ reversalId }) => placeOf(reversals, reversalId)),
  ];
}

/** The state as a wrong program could leave it. */
function withFault(state: LedgerState, draw: () => number): LedgerState {
  const place = draw() % Math.max(state.reversals.length, 1);
  const reversal = state.reversals[place];
  if (reversal === undefined) return state;
  const [first, ...rest] = reversal.legs;
  const replaced = (legs: readonly Leg[]): LedgerState => ({
    ...state,
    reversals: state.reversals.with(place, { ...reversal, legs }),
  });
  if (first === undefined) return { ...state, reversals: [...state.reversals, reversal] };
  const other = allStatuses[draw() % allStatuses.length] ?? 'planned';
  switch (draw() % 7) {
    case 0:
      return replaced(rest);
    case 1:
      return replaced([...reversal.legs, first]);
    case 2:
      return replaced([{ ...first, status: other } as Leg, ...rest]);
    case 3:
      return replaced([
        { ...first, amountMinor: first.amountMinor + 100, reservedMinor: first.reservedMinor + 100 },
        ...rest,
      ]);
    case 4:
      return { ...state, reversals: state.reversals.filter((one) => one !== reversal) };
    case 5:
      return { ...state, reversals: [...state.reversals, reversal] };
    default: {
      const more = { ...first, status: 'planned', legId: `${reversal.reversalId}/c1/99`, amountMinor: draw() % 60 };
      return replaced([...reversal.legs, more as Leg]);
    }
  }
}

const allStatuses: readonly Leg['status'][] = [
  'planned',
  'sending',
  'succeeded',
  'declined',
  'pending',
  'unknown',
  'notSent',
  'failed',
];
