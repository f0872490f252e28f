import fc from 'fast-check';
import { readSendResult, lostResult } from '../../../src/domain/model/send-result';
import {
  declined,
  resetDetected,
  mismatch,
  notSent,
  notSentCauses,
  pending,
  rejections,
  succeeded,
  unknown,
} from '../../support/domain-arbitraries';

const malformed = {
  status: 'unknown',
  cause: 'malformed result',
  endedAt: null,
  gatewayReference: null,
  gatewayResultCode: null,
};
const valid = [
  succeeded,
  pending,
  declined('alreadyVoided'),
  notSent('dns'),
  unknown,
  mismatch(0),
  mismatch(null),
  resetDetected,
];

describe('reading the result of a send', () => {
  it('turns whatever it cannot read into unknown, because it proves nothing', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.anything()), (value) => {
        expect(readSendResult(value)).toEqual(malformed);
      }),
      { numRuns: 3000 },
    );
  });

  it.each(valid)('takes a result of its own kind as it is: %j', (result) => {
    expect(readSendResult(JSON.parse(JSON.stringify(result)))).toEqual(result);
  });

  it('takes every reason and every cause there is', () => {
    fc.assert(fc.property(rejections, (code) => readSendResult(declined(code)).status === 'declined'));
    fc.assert(fc.property(notSentCauses, (cause) => readSendResult(notSent(cause)).status === 'notSent'));
  });

  it.each(
    valid.flatMap((result) =>
      Object.keys(result)
        .filter((field) => field !== 'status')
        .flatMap((field) =>
          [undefined, 7.5, -1, {}, 'x'.repeat(300)].map((bad) => [result.status, field, bad, result] as const),
        ),
    ),
  )('takes %s for unknown when its %s is %p', (_status, field, bad, result) => {
    expect(readSendResult({ ...result, [field]: bad })).toEqual(malformed);
  });

  it.each([
    ['a reason that is not ours', { ...declined(), code: 'because' }],
    ['a cause of not sending that is not ours', { ...notSent(), cause: 'surely' }],
    ['a flag that is no text', { ...succeeded, flags: [{}] }],
    ['no status', { ...succeeded, status: undefined }],
    ['a status of another kind', { ...succeeded, status: 'toString' }],
    ['a list', [succeeded]],
    ['a text', JSON.stringify(succeeded)],
  ])('takes %s for unknown', (_what, value) => {
    expect(readSendResult(value)).toEqual(malformed);
  });

  it('says of a lost worker what a support desk needs', () => {
    expect(lostResult('worker lost')).toMatchObject({ status: 'unknown', cause: 'worker lost' });
  });
});
