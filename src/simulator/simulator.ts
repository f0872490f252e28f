import { getRequestListener } from '@hono/node-server';
import { faultRuleSchema } from './fault';
import type { FaultRule } from './fault';
import { FaultBook } from './fault-book';
import { Journal, matchesRequest } from './journal';
import type { RequestMatch, RequestRecord } from './journal';
import { Listener } from './listener';
import { readOptions } from './options';
import type { SimulatorOptions } from './options';
import { parseOrThrow } from './problems';
import { resetSimulation } from './reset';
import { SentinelWatch } from './sentinels';
import { simulatorApp } from './server';
import type { Simulation } from './simulation';
import { MoneyState } from './state';
import type { Movement, TransactionView } from './transaction';
import { Vault } from './vault';
import { Waits } from './waits';

/** A running simulated gateway. Every list is a copy of this moment. */
export interface Simulator {
  /** Base URL; stays the same when the simulator goes down and restarts. */
  readonly url: string;
  readonly apiKey: string;
  /** Every movement of money, oldest first: what a test asserts. */
  readonly movements: () => Movement[];
  /** Every transaction with its raw state, oldest first. */
  readonly transactions: () => TransactionView[];
  /** Every request to the gateway, refused ones too; controls are not listed. */
  readonly requests: () => RequestRecord[];
  /** Adds a fault for requests to come. @throws SimulatorInputError that names every problem of the rule. */
  readonly fault: (rule: FaultRule) => void;
  readonly clearFaults: () => void;
  /** Releases everything that is held. Returns how many requests that was. */
  readonly release: () => number;
  /** Resolves as soon as the predicate is true, which is checked now and after every change; rejects when the simulator stops. */
  readonly waitFor: (predicate: (simulator: Simulator) => boolean) => Promise<void>;
  /** Resolves with the next matching request that arrives after this call; rejects when the simulator stops. */
  readonly nextRequest: (match?: RequestMatch) => Promise<RequestRecord>;
  /** Stops listening and ends every connection: clients are refused until `comeBack`. Safe to repeat. */
  readonly goDown: () => Promise<void>;
  /** Listens again on the same port. Safe to repeat. */
  readonly comeBack: () => Promise<void>;
  /** Whether it listens now; going down and coming back are changes that `waitFor` sees. */
  readonly isListening: () => boolean;
  /** Runs the settlement batch for one transaction, one payment, or everything. False if the reference is unknown. */
  readonly settle: (reference?: string) => boolean;
  /** Lets an authorization's hold expire. False if there is no such open authorization. */
  readonly expire: (reference: string) => boolean;
  /** Fails a refund that had succeeded, or anything pending. False if it can no longer fail. */
  readonly failRefund: (reference: string) => boolean;
  /** Ends something pending well. False if it is not pending. */
  readonly completePending: (reference: string) => boolean;
  /** Forgets money, requests, faults, tokens and everything that was to come; one that is down stays down. */
  readonly reset: () => void;
  /** Ends every connection and stops listening, at once. Safe to repeat. */
  readonly stop: () => Promise<void>;
}

/** Starts a simulated gateway. @throws SimulatorInputError that names every wrong option. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const settings = readOptions(options);
  const waits = new Waits();
  let outages = 0;
  const simulation: Simulation = {
    settings,
    waits,
    state: new MoneyState(settings),
    vault: new Vault(),
    faults: new FaultBook(),
    sentinels: new SentinelWatch(),
    journal: new Journal(),
    goDown: async (ms) => {
      const outage = (outages += 1);
      if (ms !== null) {
        // A later outage has its own end: this one's must not cut it short.
        waits.later(ms, () => void (outage === outages ? listener.open() : undefined));
      }
      await listener.close();
    },
  };
  const onRequest = getRequestListener(simulatorApp(simulation).fetch, { overrideGlobalObjects: false });
  const listener = new Listener(
    (incoming, outgoing) => void onRequest(incoming, outgoing),
    settings.host,
    settings.port,
    () => {
      simulation.journal.changed();
    },
  );
  await listener.open();
  return controlsOf(simulation, listener);
}

function controlsOf(simulation: Simulation, listener: Listener): Simulator {
  const { settings, state, journal, faults, waits } = simulation;
  const changing = <Result>(result: Result): Result => {
    journal.changed();
    return result;
  };
  const simulator: Simulator = {
    url: listener.url,
    apiKey: settings.apiKey,
    movements: () => state.movements(),
    transactions: () => state.transactions(),
    requests: () => journal.requests(),
    fault: (rule) => {
      faults.add(parseOrThrow(faultRuleSchema, rule, 'fault rule'));
    },
    clearFaults: () => {
      faults.clear();
    },
    release: () => waits.release(),
    waitFor: async (predicate) => {
      await journal.until(() => (predicate(simulator) ? true : undefined));
    },
    nextRequest: (match = {}) => {
      const before = journal.arrivals;
      return journal.until(() => journal.requestsAfter(before).find((each) => matchesRequest(each, match)));
    },
    goDown: () => simulation.goDown(null),
    comeBack: () => listener.open(),
    isListening: () => listener.isListening,
    settle: (reference) => changing(state.settle(reference ?? null)),
    expire: (reference) => changing(state.expire(reference)),
    failRefund: (reference) => changing(state.fail(reference)),
    completePending: (reference) => changing(state.complete(reference) !== null),
    reset: () => {
      resetSimulation(simulation);
    },
    stop: async () => {
      waits.stop();
      journal.stop();
      await listener.close();
    },
  };
  return simulator;
}
