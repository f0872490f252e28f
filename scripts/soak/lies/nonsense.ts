import { signals, updates } from '../../../src/contract/messages';
import { ledgerIdOf } from '../../../src/contract/names';
import { rawUpdate, refusalOf, silence } from './answers';
import { note, type Lie, type LieInput } from './lie';

/** Longer than any text that a message may hold, and short enough for the server. Characters. */
const hugeLength = 300_000;
const depth = 300;

const prototypeKeys: unknown = JSON.parse('{"__proto__":{"requestId":"x"},"constructor":{"prototype":{}}}');

/** What nobody who reads the contract would send. Made when it is sent: some of it is large. */
const nonsense: readonly (readonly [what: string, make: (input: LieInput) => unknown[]])[] = [
  ['nothing', () => []],
  ['null', () => [null]],
  ['a number', () => [42]],
  ['a text', () => ['refund everything']],
  ['a huge text', () => ['x'.repeat(hugeLength)]],
  ['a list', () => [[{}, {}]]],
  ['an empty object', () => [{}]],
  ['a deep object', () => [nested()]],
  ['keys of the prototype', () => [prototypeKeys]],
  ['a reason that is huge', (input) => [{ ...requestOf(input), reason: 'x'.repeat(hugeLength) }]],
  ['a negative amount', (input) => [{ ...requestOf(input), operation: 'refund', amountMinor: -100 }]],
  ['a fraction of a cent', (input) => [{ ...requestOf(input), operation: 'refund', amountMinor: 0.5 }]],
  ['a payment that is a list', (input) => [{ ...requestOf(input), payment: [] }]],
  ['an unknown field', (input) => [{ ...requestOf(input), approved: true }]],
  ['an unknown kind of event', (input) => [{ eventId: eventIdOf(input), kind: 'allRefundable', source: 'soak' }]],
];

const updateNames = Object.values(updates).map(({ name }) => name);
const signalNames = Object.values(signals)
  .map(({ name }) => name)
  .filter((name) => name !== 'reversalCompleted');

/** An update of a ledger with nonsense in it. It is refused before it enters the history. */
export const nonsenseUpdate: Lie = async (input) => {
  const { stage, payment, random } = input;
  const [name, [what, make]] = [random.one(updateNames), random.one(nonsense)];
  const answer = await refusalOf(() => rawUpdate(stage, payment.paymentId, name, make(input)));
  note(input, `update ${name} with ${what}`, answer);
};

/** A signal with nonsense in it. It is not answered: the audit shows whether the ledger went on, and what it made of it. */
export const nonsenseSignal: Lie = async (input) => {
  const { stage, payment, random } = input;
  const [name, [what, make]] = [random.one(signalNames), random.one(nonsense)];
  const sent = await stage.temporal.workflow
    .getHandle(ledgerIdOf(payment.paymentId))
    .signal(name, ...make(input))
    .then(
      () => ({ answer: 'sent', finding: null }),
      () => silence,
    );
  note(input, `signal ${name} with ${what}`, sent);
};

function requestOf({ payment, number }: LieInput): object {
  const [ask] = payment.requests.values();
  const requestId = `${payment.paymentId}/nonsense-${String(number)}`;
  return ask === undefined ? { requestId } : { ...payment.requestOf(ask), requestId };
}

function eventIdOf({ payment, number }: LieInput): string {
  return `${payment.paymentId}/nonsense-${String(number)}`;
}

function nested(): unknown {
  let value: unknown = 'x';
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? { a: value } : [value];
  return value;
}
