import { randomUUID } from 'node:crypto';
import { signals } from '../../src/contract/messages';
import { ledgerIdOf, workflowTypes } from '../../src/contract/names';
import type { PaymentSnapshot } from '../../src/contract/payment-snapshot';
import { historyText } from '../support/history';
import { event } from '../support/payment-events';
import { useWorld } from '../support/use-world';
import { refundOf, told } from '../support/world';

const world = useWorld();

const handleOf = ({ paymentId }: PaymentSnapshot) => world.connections.client.workflow.getHandle(ledgerIdOf(paymentId));

/** As whoever holds Temporal's own tools: opens the ledger if it is not, and hands it anything. */
function signal({ paymentId }: PaymentSnapshot, name: string, args: unknown[]): Promise<unknown> {
  return world.connections.client.workflow.signalWithStart(workflowTypes.ledger, {
    workflowId: ledgerIdOf(paymentId),
    taskQueue: world.taskQueue,
    args: [],
    signal: name,
    signalArgs: args,
  });
}

function nested(depth: number): unknown {
  let value: unknown = 'x';
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? { a: value } : [value];
  return value;
}

const other: PaymentSnapshot = {
  paymentId: 'somebody-elses',
  kind: 'authorization',
  currency: 'USD',
  authorizedMinor: 10_000,
  authorizationReference: 'auth_9',
  authorizedAt: new Date().toISOString(),
  gatewayAccount: 'adyen-production',
};
/** Near a megabyte each: whoever answers all of it in words answers too late for a workflow task. */
const manyKeys = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`key${String(index)}`, 0]));
const manyCaptures = Array.from({ length: 500 }, () =>
  Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`capture${String(index)}`, 0])),
);
const prototypeKeys: unknown = JSON.parse(
  '{"__proto__":{"requestId":"x"},"constructor":{"prototype":{}},"toString":1,"hasOwnProperty":null}',
);

const withCaptures = (captures: unknown): unknown => ({ ...refundOf(other, 100), payment: { ...other, captures } });

const nonsense: readonly [what: string, args: unknown[]][] = [
  ['nothing at all', []],
  ['null', [null]],
  ['a number', [42]],
  ['a boolean', [true]],
  ['a text', ['refund everything']],
  ['a text of a megabyte', ['x'.repeat(1_000_000)]],
  ['a card number', ['4111 1111 1111 1111']],
  ['an empty list', [[]]],
  ['a list of requests', [[refundOf(other, 100), refundOf(other, 100)]]],
  ['an empty object', [{}]],
  ['an object two thousand levels deep', [nested(2_000)]],
  ['an object of a hundred thousand keys', [manyKeys]],
  ['a request of 500 captures with 200 unknown keys each', [withCaptures(manyCaptures)]],
  ['keys of the prototype', [prototypeKeys]],
  ['a request for another payment', [refundOf(other, 100)]],
  ['a request of a negative amount', [refundOf(other, -100)]],
  ['a request with a reason of a megabyte', [{ ...refundOf(other, 100), reason: 'x'.repeat(1_000_000) }]],
  ['a request whose payment is a list', [{ ...refundOf(other, 100), payment: [other] }]],
  ['a request with half a character in its id', [refundOf(other, 100, 'a\ud800')]],
  ['an event of an unknown kind', [{ ...event('settled', { captureId: 'c1' }), kind: 'captureSettled' }]],
  ['an event without its fields', [{ kind: 'captureSucceeded' }]],
  ['an event of an unknown capture', [event('settled', { captureId: 'c9' })]],
  ['an event whose amount is a text', [{ ...event('settled', { captureId: 'c1' }), amountMinor: '100' }]],
  ['more arguments than anybody takes', [null, 1, 'two', [3], { four: 4 }]],
];

describe.each([['requestReversal'], ['recordEvent']] as const)('A signal %s that contains', (name) => {
  it.each(nonsense)('%s leaves a trace, and neither fails nor wedges an open ledger', async (_what, args) => {
    const payment = await world.captured(10_000);
    await world.client.request(refundOf(payment, 1_000));
    await signal(payment, signals[name].name, args);
    await worksOn(payment, ['refund 1000 USD', 'refund 2500 USD']);
  });

  it.each(nonsense)('%s as the very first message leaves a trace, and a ledger that works', async (_what, args) => {
    const payment = await world.captured(10_000);
    await signal(payment, signals[name].name, args);
    await worksOn(payment, ['refund 2500 USD']);
  });
});

describe('A signal with a well-formed request', () => {
  it.each([
    ['null', null],
    ['a number', 7],
    ['a text', 'order-workflow-1'],
    ['a list', ['order-workflow-1']],
    ['an empty object', {}],
    ['an empty id', { workflowId: '' }],
    ['an id that is a number', { workflowId: 7 }],
    ['an id that nobody has', { workflowId: `nobody-${randomUUID()}` }],
    ['an over-long id', { workflowId: 'x'.repeat(5_000) }],
    ['an id that is over-long only in bytes', { workflowId: 'é'.repeat(1_000) }],
    ['an id with half a character', { workflowId: 'a\ud800' }],
    ['an id with control characters', { workflowId: 'a\u0000\n' }],
  ])('that is to be answered to %s is carried out once, and the ledger continues', async (_what, replyTo) => {
    const payment = await world.captured(10_000);
    const request = refundOf(payment, 1_000);
    await signal(payment, signals.requestReversal.name, [request, replyTo]);
    expect(await world.client.request(request)).toMatchObject({ outcome: 'refunded' });
    await worksOn(payment, ['refund 1000 USD', 'refund 2500 USD'], 0);
  });

  it('that is to be answered to the ledger itself is carried out once, and the ledger continues', async () => {
    const payment = await world.captured(10_000);
    const request = refundOf(payment, 1_000);
    await signal(payment, signals.requestReversal.name, [request, { workflowId: ledgerIdOf(payment.paymentId) }]);
    expect(await world.client.request(request)).toMatchObject({ outcome: 'refunded' });
    await worksOn(payment, ['refund 1000 USD', 'refund 2500 USD'], 0);
  });
});

/** Makes a refund of 25.00, and finds what the signals before it left: so many traces or refusals, and no failed task. */
async function worksOn(payment: PaymentSnapshot, movements: readonly string[], marks = 1): Promise<void> {
  expect(await world.client.request(refundOf(payment, 2_500))).toMatchObject({
    phase: 'completed',
    outcome: 'refunded',
  });
  expect(world.returned(payment).map(told)).toEqual(movements);
  const { notes, refusals, audit } = await world.client.show(payment.paymentId);
  const refusedEvents = audit.filter(({ act, refused }) => act === 'recorded' && refused !== null);
  expect([...notes, ...refusals, ...refusedEvents]).toHaveLength(marks);
  expect(JSON.stringify([notes, refusals])).not.toMatch(/4111 ?1111/);
  expect(JSON.stringify([notes, refusals]).length).toBeLessThan(5_000);

  const { status } = await handleOf(payment).describe();
  expect(status.name).toBe('RUNNING');
  expect(await historyText(world.connections.client, ledgerIdOf(payment.paymentId))).not.toContain(
    'workflowTaskFailedEventAttributes',
  );
}
