import { Hono } from 'hono';
import type { Context } from 'hono';
import { z } from 'zod';
import { readBody } from './bodies';
import { faultRuleSchema } from './fault';
import type { InputProblem } from './problems';
import { sentinels } from './sentinels';
import type { SimulatorEnv } from './serve-request';
import { resetSimulation } from './reset';
import type { Simulation } from './simulation';

const longestDownMs = 60 * 60 * 1000;
const downSchema = z.strictObject({ ms: z.int().positive().max(longestDownMs) });
const settleSchema = z.strictObject({ reference: z.string().min(1).optional() });
const expireSchema = z.strictObject({ reference: z.string().min(1) });

/** The controls under `/_simulator`, for tests and people. They need no key: any client that reaches the simulator may use them. */
export function controlApp(simulation: Simulation): Hono<SimulatorEnv> {
  const { state, journal, faults, waits } = simulation;
  const app = new Hono<SimulatorEnv>();
  app.get('/', (context) => context.json({ status: 'up', sentinels: simulation.settings.sentinels ? sentinels : [] }));
  app.get('/movements', (context) => context.json(state.movements()));
  app.get('/transactions', (context) => context.json(state.transactions()));
  app.get('/requests', (context) => context.json(journal.requests()));
  app.get('/faults', (context) => context.json(faults.list()));
  app.post('/faults', async (context) => {
    const read = readBody(faultRuleSchema, await context.req.text());
    if (!read.ok) return refused(context, 400, read.problems);
    faults.add(read.body);
    return context.json(read.body, 201);
  });
  app.delete('/faults', (context) => {
    faults.clear();
    return context.body(null, 204);
  });
  app.post('/release', (context) => context.json({ released: waits.release() }));
  app.post('/down', async (context) => {
    const read = readBody(downSchema, await context.req.text());
    if (!read.ok) return refused(context, 400, read.problems);
    // Only when this answer has left: going down ends every connection, this one too.
    context.env.outgoing.once('close', () => void simulation.goDown(read.body.ms));
    return context.json({ downForMs: read.body.ms }, 202, { connection: 'close' });
  });
  app.post('/settle', async (context) => {
    const source = await context.req.text();
    const read = readBody(settleSchema, source === '' ? '{}' : source);
    if (!read.ok) return refused(context, 400, read.problems);
    return done(context, simulation, state.settle(read.body.reference ?? null), 'names no transaction');
  });
  app.post('/expire', async (context) => {
    const read = readBody(expireSchema, await context.req.text());
    if (!read.ok) return refused(context, 400, read.problems);
    return done(context, simulation, state.expire(read.body.reference), 'names no open authorization');
  });
  app.post('/refunds/:reference/fail', (context) =>
    done(context, simulation, state.fail(context.req.param('reference')), 'names no refund that can fail'),
  );
  app.post('/pending/:reference/complete', (context) =>
    done(context, simulation, state.complete(context.req.param('reference')) !== null, 'names nothing that is pending'),
  );
  app.post('/reset', (context) => {
    resetSimulation(simulation);
    return context.body(null, 204);
  });
  return app;
}

function refused(context: Context<SimulatorEnv>, status: 400 | 404, problems: readonly InputProblem[]): Response {
  return context.json({ problems }, status);
}

function done(context: Context<SimulatorEnv>, { journal }: Simulation, worked: boolean, otherwise: string): Response {
  if (!worked)
    return refused(context, 404, [{ field: 'reference', message: `${otherwise}: see /_simulator/transactions` }]);
  journal.changed();
  return context.body(null, 204);
}
