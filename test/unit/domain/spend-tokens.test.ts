import fc from 'fast-check';
import { emptyLedger, spentTokensKept, type LedgerState } from '../../../src/domain/model/ledger-state';
import { spendTokens } from '../../../src/domain/transitions/spend-tokens';
import { minutesAfter, today } from '../../support/domain-arbitraries';

const bob = { id: 'bob', onBehalfOf: null };

function spend(state: LedgerState, now: string, ...tokens: readonly { id: string; until: string }[]) {
  return spendTokens(
    state,
    tokens.map((token) => ({ ...token, by: bob })),
    { now, rules: null },
  );
}

describe('a token', () => {
  it('proves one act, and is refused for every other one while anybody would take it', () => {
    const token = { id: 't1', until: minutesAfter(today, 15) };
    const first = spend(emptyLedger, today, token);
    expect(first.answer).toBeNull();
    expect(spend(first.state, minutesAfter(today, 14), token).answer).toMatchObject({
      code: 'tokenReplayed',
      message: expect.stringContaining('the token of bob was used before') as unknown,
    });
  });

  it('is not given twice in one act, by its speaker and by a co-signer', () => {
    const token = { id: 't1', until: minutesAfter(today, 15) };
    const { state, answer } = spend(emptyLedger, today, token, token);
    expect(answer?.code).toBe('tokenReplayed');
    expect(state).toBe(emptyLedger);
  });

  it('counts once, whatever comes between and however many there are', () => {
    const use = fc.record({ id: fc.nat(30).map(String), lives: fc.integer({ min: 1, max: 20 }), after: fc.nat(5) });
    fc.assert(
      fc.property(fc.array(use, { maxLength: 200 }), (uses) => {
        let state = emptyLedger;
        let now = today;
        const valid = new Map<string, string>();
        for (const { id, lives, after } of uses) {
          now = minutesAfter(now, after);
          // A token's end is its own: whoever brings it again cannot change it.
          const until = valid.get(id) ?? minutesAfter(now, lives);
          const spent = spend(state, now, { id, until });
          const wasUsed = valid.has(id) && Date.parse(until) > Date.parse(now);
          expect(spent.answer === null).toBe(!wasUsed);
          valid.set(id, until);
          state = spent.state;
        }
      }),
    );
  });

  it('is refused, and none is forgotten, when more are valid at once than are remembered', () => {
    const tokens = Array.from({ length: spentTokensKept }, (_, index) => ({
      id: `t${String(index)}`,
      until: minutesAfter(today, 15),
    }));
    const { state } = spend(emptyLedger, today, ...tokens);
    const more = { id: 'more', until: minutesAfter(today, 30) };
    expect(spend(state, today, more).answer?.code).toBe('tooManyTokens');
    expect(spend(state, today, { id: 't0', until: minutesAfter(today, 15) }).answer?.code).toBe('tokenReplayed');
    const later = spend(state, minutesAfter(today, 15), more);
    expect(later.answer).toBeNull();
    expect(later.state.spentTokens).toEqual([more]);
  });
});
