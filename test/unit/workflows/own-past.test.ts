import { untrustedStart, type RunStart } from '../../../workflows/ledger/own-past';

const first: RunStart = { attempt: 1 };
const continued: RunStart = { attempt: 1, continuedFromExecutionRunId: 'run-1' };

describe('A run of a ledger believes what it was handed', () => {
  it('only where it continues another run, and a first run that was handed nothing opens empty', () => {
    expect(untrustedStart(continued, true)).toBeNull();
    expect(untrustedStart(first, false)).toBeNull();
  });

  it.each<[string, RunStart, boolean]>([
    ['is a first run', first, true],
    ['was started by a cron schedule after another', { ...continued, cronSchedule: '* * * * *' }, true],
    ['was started by a cron schedule after one that opened empty', { ...continued, cronSchedule: '* * * * *' }, false],
    ['is a retry of the workflow', { ...continued, attempt: 2 }, true],
    ['is a retry of a workflow that opened empty', { ...continued, attempt: 2 }, false],
    ['continues another and was handed nothing', continued, false],
  ])('never where it %s', (_how, start, isHandedState) => {
    expect(untrustedStart(start, isHandedState)).toMatchObject({ code: 'untrustedStart' });
  });
});
