import type { ReversalView } from '../../src/client';
import type { PaymentSnapshot } from '../../src/contract/payment-snapshot';
import type { LegOperation } from '../../src/domain/model/leg';
import { parseRules } from '../../src/rules/rules-file';
import { eventually } from '../support/eventually';
import { ledgerWorkflow } from '../support/ledger-workflow';
import { sendsFor } from '../support/sends';
import { cancelOf, refundOf } from '../support/world';
import { stopAtEnd } from '../support/use-started';
import { useWorld } from '../support/use-world';
import { startWorkerProcess } from '../support/worker-process';
import { expectedEnd, killPoints, type KillPoint } from './expected-end';
import { faultTable, requestTimeoutMs, type FaultRow } from './fault-table';

const written = {
  default: {
    profile: 'stripe',
    overrides: { lookupsSeeReversals: true, lookupDelayMs: 200 },
    sendByMs: 3_000,
    clockSkewMs: 0,
  },
};
const operations = ['refund', 'void'] as const satisfies readonly LegOperation[];
const capturedMinor = 20_000;
/** At most this many requests are made at a time: the simulator lives in this process too. */
const atATime = 16;

/** Heartbeat 5 s, the rest, and a wide margin: all of them are found out at once, on whatever machine this is. */
const knownWithinMs = 60_000;

interface Cell {
  readonly fault: FaultRow;
  readonly kill: KillPoint;
  readonly operation: LegOperation;
  /** On the wire; every cell has one of its own, by which it is told apart. */
  readonly amountMinor: number;
}

const cells: readonly Cell[] = killPoints.flatMap((kill, killed) =>
  operations.flatMap((operation, place) =>
    faultTable.map((fault, row) => ({
      fault,
      kill,
      operation,
      amountMinor: 10_000 + killed * 200 + place * 100 + row,
    })),
  ),
);
const killedAt = (kill: KillPoint) => cells.filter((cell) => cell.kill === kill);
const amounts = (some: readonly Cell[]): number[] => some.map(({ amountMinor }) => amountMinor);

interface Ended {
  readonly payment: PaymentSnapshot;
  readonly requestId: string;
  view: ReversalView | null;
}

const common = { rules: written, requestTimeoutMs };
const world = useWorld({ startWorker: false, rules: parseRules(written), requestTimeoutMs });
let killedAtMs: number;
const ended = new Map<Cell, Ended>();

const endOf = (cell: Cell): Ended => {
  const end = ended.get(cell);
  if (end === undefined) throw new Error('not asked for');
  return end;
};

async function eachOf(some: readonly Cell[], run: (cell: Cell) => Promise<void>): Promise<void> {
  for (let from = 0; from < some.length; from += atATime) {
    await Promise.all(some.slice(from, from + atATime).map(run));
  }
}

async function ask(cell: Cell): Promise<void> {
  const { operation, amountMinor, fault } = cell;
  const payment = await (operation === 'refund' ? world.captured(capturedMinor) : world.authorized(amountMinor));
  world.simulator.fault({ ...fault.rule, operation, amountMinor });
  const request = operation === 'refund' ? refundOf(payment, amountMinor) : cancelOf(payment);
  ended.set(cell, { payment, requestId: request.requestId, view: null });
  await world.client.request(request, { wait: false });
}

beforeAll(async () => {
  const [before, between, unreported, reported] = [
    killedAt('before it sends'),
    killedAt('after the effect, before the answer'),
    killedAt('after the answer, before it is reported'),
    killedAt('after it is reported'),
  ];
  // Two processes make the last kill exact: workflows are gone before their activities report.
  const [hands, mind] = await Promise.all([
    startWorkerProcess(world, {
      ...common,
      part: 'activities',
      standBefore: amounts(before),
      standBetween: amounts(between),
      standAfter: amounts([...unreported, ...reported]),
    }),
    startWorkerProcess(world, { ...common, part: 'workflows' }),
  ]);
  await eachOf([...before, ...between, ...unreported, ...reported], ask);
  const arrived = (amountMinor: number): boolean =>
    world.simulator.requests().some((request) => request.amountMinor === amountMinor && request.fault !== null);
  await Promise.all([
    ...amounts(before).map((amountMinor) => hands.told({ kind: 'standsBefore', amountMinor })),
    ...amounts([...unreported, ...reported]).map((amountMinor) => hands.told({ kind: 'standsAfter', amountMinor })),
    world.simulator.waitFor(() => amounts(between).every(arrived)),
  ]);

  mind.signal('SIGKILL');
  await mind.ended;
  hands.go(amounts(reported));
  await eachOf(reported, (cell) => ledgerWorkflow(world, endOf(cell).payment).sendsEnded());
  killedAtMs = Date.now();
  hands.signal('SIGKILL');
  await hands.ended;

  stopAtEnd(await startWorkerProcess(world, common));
  await eachOf(killedAt('never'), ask);
  for (const cell of cells) {
    const end = endOf(cell);
    end.view = await eventually(
      () => world.client.find(end.payment.paymentId, end.requestId),
      (view) => view?.phase === 'completed' || view?.waitingFor === 'mismatch',
      60_000,
    );
  }
}, 240_000);

describe('A worker that is killed (SIGKILL)', () => {
  it('leaves no refund unknown for longer than a heartbeat, the lookup delay and one lookup, and the start of another worker', () => {
    const lost = cells.filter(
      ({ operation, kill, fault }) =>
        operation === 'refund' &&
        !['never', 'after it is reported'].includes(kill) &&
        (kill === 'before it sends' || !fault.money.includes('later')),
    );
    const knownAfterMs = lost.map((cell) => Date.parse(endOf(cell).view?.legs[0]?.since ?? '') - killedAtMs);
    expect(Math.max(...knownAfterMs)).toBeLessThan(knownWithinMs);
  });
});

describe.each(killPoints)('A worker that is killed (SIGKILL) %s', (kill) => {
  describe.each(operations)('while it makes a %s', (operation) => {
    const row = killedAt(kill).filter((cell) => cell.operation === operation);
    it.each(row.map((cell) => [cell.fault.name, cell] as const))('%s', (_fault, cell) => {
      const { payment, view } = endOf(cell);
      const { outcome, leg, movedMinor, doneMinor, unknownMinor, sends } = expectedEnd(
        cell.fault,
        kill,
        operation,
        cell.amountMinor,
      );
      const balance =
        operation === 'refund'
          ? { refundedMinor: doneMinor, unknownMinor, refundableMinor: capturedMinor - doneMinor - unknownMinor }
          : { voidedMinor: doneMinor, unknownMinor, refundableMinor: 0 };
      expect({
        outcome: view?.outcome,
        stuck: view?.phase === 'stuck' ? view.waitingFor : null,
        leg: view?.legs.at(-1)?.status,
        others: [...new Set(view?.legs.slice(0, -1).map(({ status }) => status))],
        moved: world.returned(payment).map((movement) => [movement.operation, movement.amountMinor]),
        sends: sendsFor(world, payment).length,
        balance: view?.balance,
      }).toEqual({
        outcome,
        stuck: outcome === null ? 'mismatch' : null,
        leg,
        // A refund that lookups did not find is sent again as another leg.
        others: (view?.legs.length ?? 0) > 1 ? ['notSent'] : [],
        moved: movedMinor === 0 ? [] : [[operation, movedMinor]],
        sends,
        balance: expect.objectContaining({ ...balance, reservedMinor: 0, pendingMinor: 0 }),
      });
    });
  });
});
