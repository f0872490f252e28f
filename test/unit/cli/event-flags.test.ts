import { readEvent, type EventFlags } from '../../../src/cli/input/event-flags';
import type { CliIo } from '../../../src/cli/io';
import { paymentEventKinds, type PaymentEventKind } from '../../../src/domain/model/payment-event';
import { textInput } from './terminal';

const io = (stdin = ''): CliIo =>
  ({ stdin: textInput(stdin), stderr: { write: () => true } }) as Pick<CliIo, 'stdin' | 'stderr'> as CliIo;
const base = { eventId: 'f-1', source: 'shop', at: '2026-11-21T10:00:00Z' };
const amount = { amount: '40.00', currency: 'USD' };

const flagsOf = {
  captureStarted: { captureId: 'c2', ...amount },
  captureSucceeded: { captureId: 'c2', gatewayReference: 'cap_2', ...amount },
  captureFailed: { captureId: 'c2' },
  settled: { captureId: 'c2' },
  disputeOpened: { disputeId: 'd-1', captureId: 'c2', ...amount },
  disputeClosed: { disputeId: 'd-1', outcome: 'won' },
  refundSucceeded: { leg: 'r-1/c2/1', gatewayReference: 're_1' },
  refundFailed: { leg: 'r-1/c2/1', evidence: 'report 7' },
  voidSucceeded: { leg: 'r-1/auth/1' },
  voidFailed: { leg: 'r-1/auth/1', evidence: 'report 7' },
  externalRefund: { captureId: 'c2', gatewayReference: 're_9', ...amount },
  externalRefundFailed: { refundEventId: 'f-9', evidence: 'report 7' },
  authorizationChanged: amount,
  accountChanged: { account: 'stripe-2', evidence: 'report 7' },
  correction: { corrects: 'f-9', evidence: 'report 7', ...amount },
} as const satisfies Record<PaymentEventKind, EventFlags>;

describe('An event', () => {
  it.each(paymentEventKinds)('%s can be given by options', async (kind) => {
    const { amount: text, leg, account, ...fields }: EventFlags = { ...base, ...flagsOf[kind] };
    const legId = {
      ...(leg === undefined ? {} : { legId: leg }),
      ...(account === undefined ? {} : { gatewayAccount: account }),
    };
    const expected = { kind, ...fields, ...legId, ...(text === undefined ? {} : { amountMinor: 4_000 }) };
    expect(await readEvent(io(), kind, { ...base, ...flagsOf[kind] }, [])).toEqual(expected);
  });

  it('can be given as JSON', async () => {
    const event = { ...base, kind: 'settled', captureId: 'c2' };
    expect(await readEvent(io(JSON.stringify(event)), undefined, { event: '-' }, [])).toEqual(event);
  });
});
