import { checkRecovery, checkScheduledLeg } from '../../../src/contract/recovery';

const leg = {
  legId: 'return-1/c1/1',
  operation: 'refund',
  amountMinor: 2_500,
  reference: 'cap_1',
  scheduledAt: '2026-11-21T10:00:00.000Z',
  results: [null],
};
const recovery = { runId: 'run-1', actor: { id: 'bob' }, reason: 'reset by mistake' };

describe('a request for a recovery', () => {
  it('names the run, who asks and why, and may carry a token', () => {
    expect(checkRecovery(recovery)).toEqual([]);
    expect(checkRecovery({ ...recovery, token: 'a.b.c', actor: { id: 'bob', onBehalfOf: 'finance' } })).toEqual([]);
  });

  it.each([
    ['no leg', []],
    ['a leg that it calls declined', [{ ...leg, results: [{ status: 'declined', code: 'declined' }] }]],
    ['a leg that it calls not sent', [{ ...leg, results: [{ status: 'notSent', cause: 'refused' }] }]],
  ])('is refused when it tells what was sent: %s', (_what, legs) => {
    expect(checkRecovery({ ...recovery, legs }).map(({ field }) => field)).toEqual(['legs']);
  });
});

describe('a leg read from a history', () => {
  it('may contain sends that ended in any way', () => {
    expect(checkScheduledLeg({ ...leg, results: [null, 7, { status: 'odd' }] })).toEqual([]);
  });

  it.each([
    ['no leg at all', 'leg', null],
    ['no id', 'legId', { ...leg, legId: undefined }],
    ['an id that names no capture and number', 'legId', { ...leg, legId: 'return-1' }],
    ['another operation', 'operation', { ...leg, operation: 'charge' }],
    ['an amount that is none', 'amountMinor', { ...leg, amountMinor: 2.5 }],
    ['no results', 'results', { ...leg, results: undefined }],
    ['no instant', 'scheduledAt', { ...leg, scheduledAt: 'yesterday' }],
  ])('is refused with %s, before it could wedge a ledger', (_what, field, bad) => {
    expect(checkScheduledLeg(bad).map((problem) => problem.field)).toEqual([field]);
  });
});
