import { goalsOf } from '../../../scripts/bench/goals';
import { judged } from '../../../scripts/bench/measures/by-hand';

describe('The goals of the bench', () => {
  it('speak only of what was measured', () => {
    expect(goalsOf({})).toEqual([]);
  });

  it.each([
    [1.2, true],
    [1.21, false],
  ])('compare %s with the wanted number', (reached, met) => {
    const level = { median: reached, lowest: reached, highest: reached };
    const [goal] = goalsOf({ partialRefunds: [{ n: 500, p50: level, toFirst: level }] });
    expect(goal).toMatchObject({ reached, met, wanted: '≤ 1.2' });
  });
});

describe('What became of refunds under faults', () => {
  const payments = ['a', 'b', 'c', 'd'].map((id) => ({ paymentId: id, authorizationReference: `auth-${id}` }));

  it('is judged by what the gateway moved, not by what it answered', () => {
    const told = new Map([
      ['a', 'done'],
      ['b', 'done'],
      ['c', 'no'],
    ] as const);
    const moved = new Map([
      ['auth-a', 1],
      ['auth-b', 2],
      ['auth-c', 1],
    ]);
    expect(judged('one', payments, told, moved, { answersLost: 1, workersKilled: 2 })).toMatchObject({
      asked: 4,
      movedOnce: 2,
      movedTwiceOrMore: 1,
      notMoved: 1,
      tooMuchMinor: 100,
      shownAsUnknown: 1,
      toldWrongly: 1,
    });
  });
});
