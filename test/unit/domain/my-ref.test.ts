import fc from 'fast-check';
import { myRefOf } from '../../../src/domain/model/my-ref';

describe('the reference of a leg at the gateway', () => {
  it('is the same every time, twenty letters and digits that no one mistakes for each other', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (paymentId, legId) => {
        const reference = myRefOf(paymentId, legId);
        expect(reference).toMatch(/^[0-9A-HJKMNP-TV-Z]{20}$/);
        expect(myRefOf(paymentId, legId)).toBe(reference);
      }),
      { numRuns: 2000 },
    );
  });

  it('stays what it was in earlier versions, so that a recovered ledger finds its legs again', () => {
    expect(myRefOf('order-1001', 'return-1001-line-2/c1/1')).toBe('M2BBKQ14BRM46VBKWP7A');
  });

  it('tells the 500 legs of a payment apart by its first six characters, in each of twenty payments', () => {
    for (let payment = 0; payment < 20; payment += 1) {
      const legs = Array.from({ length: 500 }, (_, leg) => `return-${String(leg)}/c1/1`);
      const short = legs.map((legId) => myRefOf(`order-${String(payment)}`, legId).slice(0, 6));
      expect(new Set(short).size).toBe(500);
    }
  });

  it('differs between payments for the same leg, and between legs that are alike', () => {
    const references = ['1', '2', '3'].flatMap((one) => [
      myRefOf(`order-${one}`, 'r/c1/1'),
      myRefOf('order', `r/c1/${one}`),
    ]);
    expect(new Set(references.map((reference) => reference.slice(0, 6))).size).toBe(6);
  });
});
