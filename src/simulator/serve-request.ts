import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { HttpBindings } from '@hono/node-server';
import type { Context, Handler } from 'hono';
import { validationAnswer } from './answer';
import type { GatewayOperation } from './answer';
import type { BodyResult } from './bodies';
import { Exchange } from './exchange';
import type { Fault } from './fault';
import type { RequestFacts } from './fault-book';
import type { RequestRecord } from './journal';
import { playFault } from './play-fault';
import type { Machine, Work } from './play-fault';
import type { Simulation } from './simulation';
import { ToldMovements } from './told-movements';

/** Hono's environment on Node: the raw exchange is within reach. */
export interface SimulatorEnv {
  Bindings: HttpBindings;
}

/** A request's work, and what may be reported about it. */
export interface Prepared {
  readonly work: Work;
  readonly facts: Pick<RequestRecord, 'myRef' | 'reference' | 'amountMinor' | 'currency'>;
}

/** Reads one operation's body and path. */
export type Prepare = (simulation: Simulation, source: string, context: Context<SimulatorEnv>) => BodyResult<Prepared>;

/** Facts of a request that names no transaction. */
export const noFacts: Prepared['facts'] = { myRef: null, reference: null, amountMinor: null, currency: null };

/** Serves one operation: note it, check the key, check the body, choose a fault, then let effect and answer happen. */
export function serve(simulation: Simulation, operation: GatewayOperation, prepare: Prepare): Handler<SimulatorEnv> {
  return async (context) => {
    const source = await textOf(context);
    if (source === null) return RESPONSE_ALREADY_SENT;
    const prepared = prepare(simulation, source, context);
    const facts = prepared.ok ? prepared.body.facts : noFacts;
    const { method, path } = context.req;
    const note = simulation.journal.arrived({
      ...{ at: new Date().toISOString(), method, path, operation, ...facts },
      ...{ httpStatus: null, fault: null, held: false },
    });
    const told = new ToldMovements(simulation);
    const exchange = new Exchange(context.env.outgoing, (httpStatus) => {
      told.answered();
      note({ httpStatus });
    });
    if (context.req.header('x-api-key') !== simulation.settings.apiKey) {
      exchange.send({ httpStatus: 401, body: null });
    } else if (!prepared.ok) {
      exchange.send(validationAnswer(prepared.problems));
    } else {
      const request = { operation, ...facts };
      const fault = simulation.faults.take(request) ?? sentinelOf(simulation, request);
      note({ fault: fault?.kind ?? null });
      if (simulation.settings.latencyMs > 0) await simulation.waits.pass(simulation.settings.latencyMs);
      const work = told.watching(prepared.body.work);
      await playFault(fault, work, exchange, machineOf(simulation, told, note));
      simulation.journal.changed();
    }
    return RESPONSE_ALREADY_SENT;
  };
}

/** The request's body; null when the client went away while it was sending. */
async function textOf(context: Context<SimulatorEnv>): Promise<string | null> {
  try {
    return await context.req.text();
  } catch {
    return null;
  }
}

function sentinelOf(simulation: Simulation, request: RequestFacts): Fault | null {
  return simulation.settings.sentinels ? simulation.sentinels.take(request) : null;
}

function machineOf(
  simulation: Simulation,
  told: ToldMovements,
  note: (change: Partial<RequestRecord>) => void,
): Machine {
  const { state, journal, waits } = simulation;
  return {
    pass: (ms) => waits.pass(ms),
    held: async () => {
      note({ held: true });
      await waits.released();
      note({ held: false });
    },
    afterOrOnRelease: (ms, run) => {
      waits.afterOrOnRelease(ms, () => {
        run();
        journal.changed();
      });
    },
    complete: (reference) => {
      const outcome = state.complete(reference);
      if (outcome?.kind === 'done') told.moved(outcome.movement);
    },
    fail: (reference) => state.fail(reference),
    goDown: (ms) => {
      void simulation.goDown(ms);
    },
  };
}
