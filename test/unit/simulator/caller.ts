import type { SimulatorOptions, Simulator } from '../../../src/simulator';
import { startSimulator } from '../../../src/simulator';

/** What came back over HTTP. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The JSON body, or null when it is empty or unreadable. */
  readonly json: Record<string, unknown> | null;
}

/** A card as a request carries it, by token. */
export const card = { cardNumber: '@tok', cardHolderName: 'Jane Smith', expirationMonth: 12, expirationYear: 2027 };

const paths = {
  authorize: ['POST', '/PaymentGateway/authorize'],
  charge: ['POST', '/PaymentGateway/charge'],
  capture: ['PUT', '/PaymentGateway/capture'],
  void: ['DELETE', '/PaymentGateway/void'],
  refund: ['PUT', '/PaymentGateway/refund'],
  tokenize: ['POST', '/PaymentGateway/tokenize'],
  status: ['POST', '/PaymentGateway/status'],
} as const;

export type Operation = keyof typeof paths;

const running = new Set<Simulator>();

/** Starts a simulator that `stopAll` ends. */
export async function started(options: SimulatorOptions = {}): Promise<Simulator> {
  const simulator = await startSimulator(options);
  running.add(simulator);
  return simulator;
}

/** For afterEach. */
export async function stopAll(): Promise<void> {
  await Promise.all([...running].map((simulator) => simulator.stop()));
  running.clear();
}

/** Any request, with the right key unless told otherwise. */
export async function request(
  simulator: Simulator,
  method: string,
  path: string,
  body?: unknown,
  init: { readonly apiKey?: string | null; readonly signal?: AbortSignal } = {},
): Promise<Reply> {
  const apiKey = init.apiKey === undefined ? simulator.apiKey : init.apiKey;
  const response = await fetch(`${simulator.url}${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...(apiKey === null ? {} : { 'x-api-key': apiKey }) },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    ...(init.signal === undefined ? {} : { signal: init.signal }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parsed(text) };
}

/** One of the seven operations; card and currency are filled in. */
export function call(simulator: Simulator, operation: Operation, fields: object, signal?: AbortSignal): Promise<Reply> {
  const [method, path] = paths[operation];
  const money = operation === 'status' ? {} : operation === 'tokenize' ? { card } : { currency: 'USD', card };
  return request(simulator, method, path, { ...money, ...fields }, signal === undefined ? {} : { signal });
}

/** Calls and expects the operation to succeed. Returns the gateway's reference. */
export async function referenceOf(simulator: Simulator, operation: Operation, fields: object): Promise<string> {
  const reply = await call(simulator, operation, fields);
  const reference = reply.json?.['gatewayReference'];
  if (reply.status !== 200 || typeof reference !== 'string')
    throw new Error(`${operation} did not succeed: ${reply.text}`);
  return reference;
}

/** Operation and amount of every movement, in order. */
export function moved(simulator: Simulator): string[] {
  return simulator.movements().map(({ operation, amountMinor }) => `${operation} ${amountMinor}`);
}

/** The code a failed connection ends with, from the cause that undici gives. */
export async function connectionError(reply: Promise<unknown>): Promise<string> {
  try {
    await reply;
    return 'answered';
  } catch (error) {
    // Errors of the global fetch are of another realm than the test's: `instanceof` would not know them.
    const { name, cause } = error as { name: string; cause?: { code?: string } };
    return cause?.code ?? name;
  }
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return null;
  }
}
