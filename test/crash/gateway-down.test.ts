import type { ReversalView } from '../../src/client';
import type { PaymentSnapshot } from '../../src/contract/payment-snapshot';
import type { LegOperation, LegStatus } from '../../src/domain/model/leg';
import type { Outcome } from '../../src/domain/model/reversal';
import { parseRules } from '../../src/rules/rules-file';
import { eventually } from '../support/eventually';
import { ledgerWorkflow } from '../support/ledger-workflow';
import { sendsFor } from '../support/sends';
import { cancelOf, refundOf } from '../support/world';
import { stopAtEnd } from '../support/use-started';
import { useWorld } from '../support/use-world';
import { startWorkerProcess } from '../support/worker-process';
import type { KillPoint } from './expected-end';

const written = {
  default: {
    profile: 'stripe',
    overrides: { lookupsSeeReversals: true, lookupDelayMs: 200 },
    sendByMs: 3_000,
    clockSkewMs: 0,
  },
};
const requestTimeoutMs = 2_000;

interface Cell {
  /** The gateway is gone before the call is made, or goes with the call in its hands; nothing is done then. */
  readonly fault: 'refused' | 'in flight';
  readonly kill: KillPoint;
  readonly operation: LegOperation;
  /** On the wire; every cell has one of its own, by which it is told apart. */
  readonly amountMinor: number;
  readonly outcome: Outcome;
  readonly leg: LegStatus;
  readonly sends: number;
}

// A refund that may have left is sent again as another leg, once two lookups have not found it.
const cells: readonly Cell[] = (
  [
    ['refused', 'never', 'refund', 'refunded', 'succeeded', 1],
    ['refused', 'never', 'void', 'voided', 'succeeded', 1],
    ['refused', 'before it sends', 'refund', 'refunded', 'succeeded', 1],
    ['refused', 'before it sends', 'void', 'voided', 'succeeded', 1],
    ['refused', 'after the answer, before it is reported', 'refund', 'refunded', 'succeeded', 1],
    ['refused', 'after the answer, before it is reported', 'void', 'voided', 'succeeded', 1],
    ['refused', 'after it is reported', 'refund', 'refunded', 'succeeded', 1],
    ['refused', 'after it is reported', 'void', 'voided', 'succeeded', 1],
    ['in flight', 'never', 'refund', 'refunded', 'succeeded', 2],
    ['in flight', 'never', 'void', 'voided', 'succeeded', 2],
    ['in flight', 'after the effect, before the answer', 'refund', 'refunded', 'succeeded', 2],
    ['in flight', 'after the effect, before the answer', 'void', 'voided', 'succeeded', 2],
    ['in flight', 'after the answer, before it is reported', 'refund', 'refunded', 'succeeded', 2],
    ['in flight', 'after the answer, before it is reported', 'void', 'voided', 'succeeded', 2],
    ['in flight', 'after it is reported', 'refund', 'refunded', 'succeeded', 2],
    ['in flight', 'after it is reported', 'void', 'voided', 'succeeded', 2],
  ] as const
).map(([fault, kill, operation, outcome, leg, sends], place) => ({
  ...{ fault, kill, operation, outcome, leg, sends },
  amountMinor: 5_001 + place,
}));
const chosen = (fault: Cell['fault'], ...kills: readonly KillPoint[]): readonly Cell[] =>
  cells.filter((cell) => cell.fault === fault && kills.includes(cell.kill));
const amounts = (some: readonly Cell[]): number[] => some.map(({ amountMinor }) => amountMinor);

const common = { rules: written, requestTimeoutMs };
const world = useWorld({ startWorker: false, rules: parseRules(written), requestTimeoutMs });
const asked = new Map<Cell, { payment: PaymentSnapshot; requestId: string; view: ReversalView | null }>();

const of = (cell: Cell) => {
  const found = asked.get(cell);
  if (found === undefined) throw new Error('not prepared');
  return found;
};

/** Payments are taken while the gateway is there. */
async function prepare(cell: Cell): Promise<void> {
  const { operation, amountMinor } = cell;
  const payment = await (operation === 'refund' ? world.captured(10_000) : world.authorized(amountMinor));
  asked.set(cell, { payment, requestId: `asked-${String(amountMinor)}`, view: null });
}

async function ask(some: readonly Cell[]): Promise<void> {
  for (const cell of some) {
    const { payment, requestId } = of(cell);
    const { operation, amountMinor, fault } = cell;
    if (fault === 'in flight') world.simulator.fault({ kind: 'hold', effect: 'after', operation, amountMinor });
    const request = operation === 'refund' ? refundOf(payment, amountMinor, requestId) : cancelOf(payment, requestId);
    await world.client.request(request, { wait: false });
  }
}

async function inFlight(some: readonly Cell[]): Promise<void> {
  await world.simulator.waitFor((simulator) =>
    some.every(({ amountMinor }) => simulator.requests().some((one) => one.held && one.amountMinor === amountMinor)),
  );
}

/** Until the gateway was asked in vain on behalf of these. */
async function waiting(some: readonly Cell[]): Promise<void> {
  for (const cell of some) {
    await eventually(
      () => world.client.find(of(cell).payment.paymentId, of(cell).requestId),
      (view) => view?.waitingFor === 'gateway',
      60_000,
    );
  }
}

async function ends(some: readonly Cell[]): Promise<void> {
  for (const cell of some) {
    const one = of(cell);
    one.view = await eventually(
      () => world.client.find(one.payment.paymentId, one.requestId),
      (view) => view?.phase === 'completed',
      60_000,
    );
  }
}

beforeAll(async () => {
  const before = chosen('refused', 'before it sends');
  const between = chosen('in flight', 'after the effect, before the answer');
  const answered = ['after the answer, before it is reported', 'after it is reported'] as const;
  const [refused, broken] = [chosen('refused', ...answered), chosen('in flight', ...answered)];
  const reported = cells.filter(({ kill }) => kill === 'after it is reported');
  const [hands, mind] = await Promise.all([
    startWorkerProcess(world, {
      ...common,
      requestTimeoutMs: 60_000,
      part: 'activities',
      standBefore: amounts(before),
      standBetween: amounts(between),
      standAfter: amounts([...refused, ...broken]),
    }),
    startWorkerProcess(world, { ...common, part: 'workflows' }),
  ]);
  await Promise.all(cells.map(prepare));
  await ask([...before, ...between, ...broken]);
  await inFlight([...between, ...broken]);
  await Promise.all(amounts(before).map((amountMinor) => hands.told({ kind: 'standsBefore', amountMinor })));
  await world.simulator.goDown();
  await ask(refused);
  await Promise.all(
    amounts([...refused, ...broken]).map((amountMinor) => hands.told({ kind: 'standsAfter', amountMinor })),
  );

  mind.signal('SIGKILL');
  await mind.ended;
  hands.go(amounts(reported));
  await Promise.all(reported.map((cell) => ledgerWorkflow(world, of(cell).payment).sendsEnded()));
  hands.signal('SIGKILL');
  await hands.ended;

  stopAtEnd(await startWorkerProcess(world, common));
  await waiting(chosen('refused', 'after it is reported'));
  await world.simulator.comeBack();
  await ends(cells.filter(({ kill }) => kill !== 'never'));

  await ask(chosen('in flight', 'never'));
  await inFlight(chosen('in flight', 'never'));
  await world.simulator.goDown();
  await ask(chosen('refused', 'never'));
  await waiting(chosen('refused', 'never'));
  await world.simulator.comeBack();
  await ends(cells.filter(({ kill }) => kill === 'never'));
}, 240_000);

describe('A gateway that goes down for a while', () => {
  it.each(cells.map((cell) => [cell.operation, cell.fault, cell.kill, cell] as const))(
    'with a %s %s, and a worker that is killed %s, leaves one true outcome',
    (_operation, _fault, _kill, cell) => {
      const { operation, amountMinor, outcome, leg, sends } = cell;
      const { payment, view } = of(cell);
      expect(view).toMatchObject({ outcome });
      expect(view?.legs.at(-1)).toMatchObject({ status: leg });
      const doneMinor = leg === 'succeeded' ? amountMinor : 0;
      expect(view?.balance).toMatchObject(
        operation === 'refund'
          ? { refundedMinor: doneMinor, unknownMinor: 0, reservedMinor: 0, refundableMinor: 10_000 - doneMinor }
          : { voidedMinor: doneMinor, unknownMinor: 0, reservedMinor: 0 },
      );
      expect(world.returned(payment).map((movement) => [movement.operation, movement.amountMinor])).toEqual(
        doneMinor === 0 ? [] : [[operation, doneMinor]],
      );
      expect(sendsFor(world, payment)).toHaveLength(sends);
    },
  );
});
