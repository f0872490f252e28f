import { signals, updates } from '../../../src/contract/messages';
import { ledgerIdOf } from '../../../src/contract/names';
import { rawUpdate, refusalOf, silence } from './answers';
import { note, type Lie, type LieInput } from './lie';

/** Longer than any text that a message may hold, and short enough for the server. Characters. */
const hugeLength = 300_000;
const depth = 300;

const prototypeKeys: unknown = JSON.parse('{"__proto__":{"requestId":"x"},"constructor":{"prototype":{}}}');

/** What nobody who reads the contract would send. Made when it is sent: some of it is large. */
const nonsense: readonly ((input: LieInput) => unknown[])[] = [
  () => [],
  () => [null],
  () => [42],
  () => ['refund everything'],
  () => ['x'.repeat(hugeLength)],
  () => [[{}, {}]],
  () => [{}],
  () => [nested()],
  () => [prototypeKeys],
  (input) => [{ ...requestOf(input), reason: 'x'.repeat(hugeLength) }],
  (input) => [{ ...requestOf(input), operation: 'refund', amountMinor: -100 }],
  (input) => [{ ...requestOf(input), operation: 'refund', amountMinor: 0.5 }],
  (input) => [{ ...requestOf(input), payment: [] }],
  (input) => [{ ...requestOf(input), approved: true }],
  (input) => [{ eventId: eventIdOf(input), kind: 'allRefundable', source: 'soak' }],
];

const updateNames = Object.values(updates).map(({ name }) => name);
const signalNames = Object.values(signals)
  .map(({ name }) => name)
  .filter((name) => name !== 'reversalCompleted');

/** An update of a ledger with nonsense in it. It is refused before it enters the history. */
export const nonsenseUpdate: Lie = async (input) => {
  const { stage, payment, random } = input;
  const [name, make] = [random.one(updateNames), random.one(nonsense)];
  const answer = await refusalOf(input, () => rawUpdate(stage, payment.paymentId, name, make(input)));
  note(input, `nonsense in update ${name}`, answer);
};

/** A signal with nonsense in it. It is not answered: the audit shows whether the ledger went on, and what it made of it. */
export const nonsenseSignal: Lie = async (input) => {
  const { stage, payment, random } = input;
  const [name, make] = [random.one(signalNames), random.one(nonsense)];
  const sent = await stage.temporal.workflow
    .getHandle(ledgerIdOf(payment.paymentId))
    .signal(name, ...make(input))
    .then(
      () => ({ answer: 'sent', finding: null }),
      () => silence,
    );
  note(input, `nonsense in signal ${name}`, sent);
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
