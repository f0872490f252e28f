import { parsePaymentEvent, checkPaymentEvent } from '../../../src/contract/payment-event';
import { paymentEventKinds } from '../../../src/domain/model/payment-event';
import { eventsOfEachKind, pathsOf, withAt } from './valid-inputs';

const correction = eventsOfEachKind.find(({ kind }) => kind === 'correction');

describe('an event', () => {
  it('is accepted in every kind', () => {
    expect(eventsOfEachKind.map((event) => event['kind'])).toEqual(paymentEventKinds);
    for (const event of eventsOfEachKind) {
      expect(checkPaymentEvent(event)).toEqual([]);
      expect(parsePaymentEvent(event)).toEqual({ ok: true, value: event });
    }
  });

  it.each(eventsOfEachKind.map((event) => [String(event['kind']), event] as const))(
    'of the kind %s is refused without any one of its fields, save evidence and reference',
    (_kind, event) => {
      const needsProof = ['refundFailed', 'voidFailed', 'externalRefundFailed', 'accountChanged', 'correction'];
      const optional = ['gatewayReference', ...(needsProof.includes(String(event['kind'])) ? [] : ['evidence'])];
      for (const path of pathsOf(event)) {
        const field = String(path[0]);
        const problems = checkPaymentEvent(withAt(event, path, undefined)).map((problem) => problem.field);
        expect(problems).toEqual(optional.includes(field) ? [] : [field]);
      }
    },
  );

  it.each<[string, unknown, string]>([
    ['that is null', null, 'event'],
    ['that is a list', [], 'event'],
    ['of an unknown kind', { ...eventsOfEachKind[0], kind: 'captured' }, 'kind'],
    ['of no kind', {}, 'kind'],
    ['with a field of another kind', { ...eventsOfEachKind[3], amountMinor: 1 }, 'amountMinor'],
    ['with a loose instant', { ...eventsOfEachKind[3], at: '2026-11-20' }, 'at'],
    ['with no amount', { ...eventsOfEachKind[0], amountMinor: 0 }, 'amountMinor'],
    ['with an unknown currency', { ...eventsOfEachKind[0], currency: 'usd' }, 'currency'],
    ['of a failed refund with empty evidence', { ...eventsOfEachKind[7], evidence: ' ' }, 'evidence'],
    ['of a failed refund with null for evidence', { ...eventsOfEachKind[7], evidence: null }, 'evidence'],
    [
      'of a correction that says neither what is right nor that it never happened',
      { ...correction, amountMinor: null, currency: null },
      'amountMinor',
    ],
    ['of a correction that says both', { ...correction, neverHappened: true }, 'amountMinor'],
    [
      'of a lost dispute with an amount of no currency',
      { ...eventsOfEachKind[5], outcome: 'lost', amountMinor: 1 },
      'currency',
    ],
    ['with a text that reads otherwise than it is', { ...eventsOfEachKind[7], evidence: 'a\u202eb' }, 'evidence'],
    ['of a dispute with an odd end', { ...eventsOfEachKind[5], outcome: 'withdrawn' }, 'outcome'],
  ])('%s is refused', (_what, event, field) => {
    expect(checkPaymentEvent(event)).toMatchObject([{ field }]);
    expect(parsePaymentEvent(event)).toEqual({ ok: false, problems: checkPaymentEvent(event) });
  });
});
