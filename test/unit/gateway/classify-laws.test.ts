import fc from 'fast-check';
import { classify } from '../../../src/gateway/classify';
import { resultCodes } from '../../../src/gateway/outcome';
import { answered, call, result, secret } from './sample-answers';

describe('laws of reading answers', () => {
  const status = fc.oneof(fc.constantFrom(200, 202, 400, 401, 409, 429, 500, 503), fc.integer({ min: 200, max: 599 }));
  const code = fc.oneof(fc.constantFrom(...resultCodes), fc.string());
  const optional = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null | undefined> =>
    fc.oneof(value, fc.constantFrom(null, undefined));
  const body = fc.oneof(
    fc.string(),
    fc.json(),
    fc
      .record({
        operationType: fc.constantFrom('Refund', 'Void', 'Other'),
        operationResultCode: code,
        amount: optional(fc.oneof(fc.constant(25), fc.double())),
        currency: optional(fc.constantFrom('USD', 'EUR', 'usd', '?')),
      })
      .map((fields) => JSON.stringify(fields)),
  );

  it('every answer gets an outcome, and only a clear one frees or moves the amount', () => {
    fc.assert(
      fc.property(status, body, (httpStatus, text) => {
        const outcome = classify(call, answered(httpStatus, text));
        switch (outcome.kind) {
          case 'Succeeded':
            expect([200, 202]).toContain(httpStatus);
            expect(outcome.answer).toMatchObject({ operationType: 'Refund', operationResultCode: 'Success' });
            expect([2500, null]).toContain(outcome.answer.amountMinor);
            break;
          case 'Declined':
            expect(outcome.answer).toMatchObject({ operationType: 'Refund', operationResultCode: 'Rejected' });
            expect(httpStatus).toBeLessThan(500);
            break;
          case 'InvalidRequest':
          case 'Unauthorized':
          case 'RateLimited':
            expect([400, 401, 429]).toContain(httpStatus);
            break;
          default:
            expect(outcome.kind).not.toBe('Unavailable');
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('no text of the gateway’s gets out', () => {
    fc.assert(
      fc.property(status, code, (httpStatus, resultCode) => {
        const outcome = classify(call, answered(httpStatus, result(resultCode, { [resultCode]: secret })));
        expect(JSON.stringify(outcome)).not.toMatch(/declined|4111/);
      }),
    );
  });
});
