import { checkRecovery } from '../../../src/contract/recovery';

const leg = {
  legId: 'return-1/c1/1',
  operation: 'refund',
  amountMinor: 2_500,
  reference: 'cap_1',
  scheduledAt: '2026-11-21T10:00:00.000Z',
  results: [null],
};
const recovery = { runId: 'run-1', legs: [leg], actor: { id: 'bob' }, reason: 'reset by mistake' };

describe('a recovery', () => {
  it('may contain sends that ended in any way', () => {
    expect(checkRecovery({ ...recovery, legs: [{ ...leg, results: [null, 7, { status: 'odd' }] }] })).toEqual([]);
  });

  it.each([
    ['no leg at all', 'legs[0]', null],
    ['no id', 'legs[0].legId', { ...leg, legId: undefined }],
    ['an id that names no capture and number', 'legs[0].legId', { ...leg, legId: 'return-1' }],
    ['another operation', 'legs[0].operation', { ...leg, operation: 'charge' }],
    ['an amount that is none', 'legs[0].amountMinor', { ...leg, amountMinor: 2.5 }],
    ['no results', 'legs[0].results', { ...leg, results: undefined }],
    ['no instant', 'legs[0].scheduledAt', { ...leg, scheduledAt: 'yesterday' }],
  ])('is refused with %s, before it could wedge a ledger', (_what, field, bad) => {
    expect(checkRecovery({ ...recovery, legs: [bad] }).map((problem) => problem.field)).toEqual([field]);
  });
});
