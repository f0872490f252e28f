import { rulesOf, today, minutesAfter } from '../../support/domain-arbitraries';
import { freshRules } from '../../../workflows/ledger/rules';

/** Rules that were read so many milliseconds before now; negative: after. */
function readingOfAge(ageMs: number) {
  jest.useFakeTimers({ now: new Date(today) });
  try {
    const rulesReadAt = new Date(Date.parse(today) - ageMs).toISOString();
    return freshRules({ rules: rulesOf(), rulesReadAt, latestFiredDeadline: null });
  } finally {
    jest.useRealTimers();
  }
}

describe('A reading of the rules decides what is admitted', () => {
  it('for less than a minute, so that stricter rules count soon after a worker with them has started', () => {
    expect(readingOfAge(0)).not.toBeNull();
    expect(readingOfAge(59_999)).not.toBeNull();
    expect(readingOfAge(60_000)).toBeNull();
    expect(readingOfAge(Date.parse(minutesAfter(today, 10)) - Date.parse(today))).toBeNull();
  });

  it('never when it claims to be from the future', () => {
    expect(readingOfAge(-1)).toBeNull();
  });
});
