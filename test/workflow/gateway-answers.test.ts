import type { ReversalView } from '../../src/client';
import type { PaymentSnapshot } from '../../src/contract/payment-snapshot';
import type { FaultRule } from '../../src/simulator';
import { sendsFor } from '../support/sends';
import { useWorld } from '../support/use-world';
import { cancelOf, refundOf, told } from '../support/world';

/** Long enough for every answer that comes, short enough to wait for those that never do. */
const requestTimeoutMs = 800;

const world = useWorld({ requestTimeoutMs });
afterEach(() => {
  world.simulator.clearFaults();
});

const moved = (payment: PaymentSnapshot): readonly string[] => world.returned(payment).map(told);

/** One leg's way: what its view says, which balance holds its amount, and whether the money moved. */
interface Ending {
  readonly view: object;
  readonly leg: object;
  readonly held: 'unknownMinor' | 'pendingMinor' | 'done' | 'free';
}

const unknown: Ending = {
  view: { phase: 'stuck', waitingFor: 'lookup', outcome: null, reason: { code: 'outcomeUnknown' } },
  leg: { status: 'unknown' },
  held: 'unknownMinor',
};
const mismatch: Ending = {
  view: { phase: 'stuck', waitingFor: 'mismatch', outcome: null, reason: { code: 'answerMismatch' } },
  leg: { status: 'unknown' },
  held: 'unknownMinor',
};
const pending: Ending = {
  view: { phase: 'waiting', waitingFor: 'pending', outcome: null, reason: { code: 'acceptedNotFinal' } },
  leg: { status: 'pending' },
  held: 'pendingMinor',
};
const succeeded: Ending = {
  view: { phase: 'completed', reason: null },
  leg: { status: 'succeeded' },
  held: 'done',
};
const declined = (code: string, gatewayResultCode: string | null = null): Ending => ({
  view: { phase: 'completed', outcome: 'declined', reason: { code } },
  leg: { status: 'declined', gatewayResultCode },
  held: 'free',
});

const answers: readonly [what: string, fault: FaultRule, ending: Ending, moves: boolean][] = [
  ['no answer comes after the money moved', { kind: 'effectThenNoAnswer' }, unknown, true],
  ['the connection is reset after the money moved', { kind: 'effectThenReset' }, unknown, true],
  ['the connection is reset before anything moved', { kind: 'resetBeforeEffect' }, unknown, false],
  ['the gateway answers 429, which its API does not document', { kind: 'rateLimited429' }, unknown, false],
  [
    'a 500 without a body comes after the money moved',
    { kind: 'serverError', httpStatus: 500, effect: true },
    unknown,
    true,
  ],
  ['a 503 comes and nothing moved', { kind: 'serverError', httpStatus: 503, effect: false }, unknown, false],
  [
    'a 503 with a result comes after the money moved',
    { kind: 'serverError', httpStatus: 503, effect: true, body: 'operationResult' },
    unknown,
    true,
  ],
  ['a proxy’s 502 page comes after the money moved', { kind: 'htmlBody', httpStatus: 502 }, unknown, true],
  ['a proxy’s 400 page comes after the money moved', { kind: 'htmlBody', httpStatus: 400 }, unknown, true],
  ['a page comes in place of the answer', { kind: 'htmlBody' }, unknown, true],
  ['half of an answer comes', { kind: 'truncatedBody' }, unknown, true],
  ['half of an answer comes and nothing moved', { kind: 'truncatedBody', effect: false }, unknown, false],
  ['a temporary failure is told', { kind: 'temporaryFailure' }, unknown, false],
  ['a temporary failure is told although the money moved', { kind: 'temporaryFailure', effect: true }, unknown, true],
  ['a fatal failure is told', { kind: 'fatalFailure' }, unknown, false],
  ['the answer has no result code', { kind: 'answerWithout', fields: ['operationResultCode'] }, unknown, true],
  ['the answer names no operation', { kind: 'answerWithout', fields: ['operationType'] }, unknown, true],
  ['another currency is answered', { kind: 'wrongCurrency', currency: 'EUR' }, mismatch, true],
  ['the amount 0 is answered', { kind: 'wrongAmount', answeredMinor: 0 }, mismatch, true],
  ['a smaller amount is answered', { kind: 'wrongAmount', answeredMinor: 1 }, mismatch, true],
  ['it is accepted for later', { kind: 'accepted202', then: 'nothing' }, pending, false],
  ['it is accepted for later without a body', { kind: 'accepted202', then: 'nothing', body: false }, pending, false],
  ['the answer is slow', { kind: 'answerAfter', delayMs: 100 }, succeeded, true],
  [
    'the answer leaves out amount and currency',
    { kind: 'answerWithout', fields: ['amount', 'currency'] },
    succeeded,
    true,
  ],
  [
    'it is rejected',
    { kind: 'rejected', gatewayResultCode: 'do_not_honor' },
    declined('declined', 'do_not_honor'),
    false,
  ],
  ['the operation is not implemented', { kind: 'notImplemented' }, declined('unsupported'), false],
];

describe.each([
  [
    'refund',
    'refundedMinor',
    () => world.captured(10_000),
    (payment: PaymentSnapshot) => refundOf(payment, 2_500),
    2_500,
  ],
  ['void', 'voidedMinor', () => world.authorized(10_000), cancelOf, 10_000],
] as const)('When a %s is sent and', (operation, doneIn, pay, ask, amountMinor) => {
  it.each(answers)(
    '%s, it is shown as unknown, keeps the amount reserved that may have moved, and is never sent again',
    async (...row) => {
      const [, fault, ending, moves] = row;
      const payment = await pay();
      const request = ask(payment);
      world.simulator.fault({ ...fault, operation });
      const view = await world.client.request(request);

      expect(view).toMatchObject(ending.view);
      expect(view.legs).toMatchObject([{ operation, amountMinor, ...ending.leg }]);
      expect(heldIn(view)).toEqual(
        ending.held === 'free' ? {} : { [ending.held === 'done' ? doneIn : ending.held]: amountMinor },
      );
      if (operation === 'refund') {
        expect(view.balance.refundableMinor).toBe(ending.held === 'free' ? 10_000 : 10_000 - amountMinor);
      }

      // Asked again it is the same, and nothing left a second time.
      expect(await world.client.request(request)).toMatchObject(ending.view);
      const sends = sendsFor(world, payment);
      expect(sends).toHaveLength(1);
      expect(sends.map(({ myRef }) => myRef)).toEqual(view.legs.map(({ myRef }) => myRef));
      expect(moved(payment)).toEqual(moves ? [`${operation} ${String(amountMinor)} USD`] : []);
    },
  );

  it.each<[string, FaultRule, string]>([['our key is refused', { kind: 'unauthorized401' }, 'gatewayUnauthorized']])(
    '%s, it waits for the gateway and is sent again, under the same reference',
    async (_what, fault, code) => {
      const payment = await pay();
      const request = ask(payment);
      world.simulator.fault({ ...fault, operation });
      const movement = `${operation} ${String(amountMinor)} USD`;
      const moving = world.simulator.waitFor(() => moved(payment).length > 0);
      expect(await world.client.request(request)).toMatchObject({
        phase: 'waiting',
        waitingFor: 'gateway',
        reason: { code },
        balance: { reservedMinor: amountMinor },
      });
      await moving;
      const view = await world.client.request(request);
      expect(view).toMatchObject({ phase: 'completed', legs: [{ status: 'succeeded' }] });
      expect(moved(payment)).toEqual([movement]);
      expect(sendsFor(world, payment).map(({ myRef, httpStatus }) => [myRef, httpStatus === 200])).toEqual([
        [view.legs[0]?.myRef, false],
        [view.legs[0]?.myRef, true],
      ]);
    },
  );
});

/** Where the balance holds money that is not simply captured. */
function heldIn({ balance }: ReversalView): object {
  const { authorizedMinor: _a, capturedMinor: _c, refundableMinor: _r, ...held } = balance;
  return Object.fromEntries(Object.entries(held).filter(([, minor]) => minor !== 0));
}

describe('An answer that names a larger amount', () => {
  it('keeps the larger amount from being refunded', async () => {
    const payment = await world.captured(10_000);
    world.simulator.fault({ kind: 'wrongAmount', answeredMinor: 4_000, operation: 'refund' });
    expect(await world.client.request(refundOf(payment, 2_500))).toMatchObject({
      waitingFor: 'mismatch',
      balance: { unknownMinor: 4_000, refundableMinor: 6_000 },
    });
    expect(await world.client.request(refundOf(payment, 6_001))).toMatchObject({ outcome: 'refused' });
    expect(moved(payment)).toEqual(['refund 2500 USD']);
  });
});

describe('An answer that leaves out the amount', () => {
  it('leaves a trace that a person can find', async () => {
    const payment = await world.captured(10_000);
    world.simulator.fault({ kind: 'answerWithout', fields: ['amount'], operation: 'refund' });
    await world.client.request(refundOf(payment, 2_500));
    const { notes } = await world.client.show(payment.paymentId);
    expect(notes).toMatchObject([{ why: expect.stringContaining('amountAbsent') }]);
  });
});
