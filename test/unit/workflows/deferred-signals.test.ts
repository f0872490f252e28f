import { mayDefer } from '../../../workflows/ledger/message-handlers';

const deferred = (count: number) => ({
  deferredSignals: Array.from({ length: count }, () => ({ name: 'requestReversal', args: [null, null] as const })),
});

describe('A run that is about to end leaves to the next one', () => {
  it.each([
    ['a signal', 0, 'x', true],
    ['no more than sixteen', 16, 'x', false],
    ['none that is long', 0, 'x'.repeat(10_000), false],
    ['none that is nested too deeply to be written, which would fail its task for ever', 0, nested(100_000), false],
  ])('%s', (_what, before, value, expected) => {
    expect(mayDefer(deferred(before), [value, undefined])).toBe(expected);
  });
});

function nested(levels: number): unknown {
  return JSON.parse('['.repeat(levels) + ']'.repeat(levels));
}
