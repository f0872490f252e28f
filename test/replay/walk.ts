import type { ReversalView } from '../../src/client';
import { ledgerIdOf } from '../../src/contract/names';
import type { PaymentSnapshot } from '../../src/contract/payment-snapshot';
import type { ReversalRequest } from '../../src/contract/reversal-request';
import { parseRules } from '../../src/rules/rules-file';
import type { FaultRule } from '../../src/simulator';
import { eventually } from '../support/eventually';
import type { World } from '../support/world';
import type { HistoryName } from './history-names';

/** One run of a workflow. */
export interface Run {
  readonly workflowId: string;
  /** Left out: the latest. */
  readonly runId?: string;
}

/** One way through the workflows. */
export interface Walk {
  readonly name: HistoryName;
  /** Goes it and tells which runs show it. Throws when it ended elsewhere than it should. */
  readonly go: (world: World) => Promise<Partial<Record<HistoryName, Run>>>;
}

type Act = (world: World, payment: PaymentSnapshot) => Promise<unknown>;

const seeing = { lookupsSeeReversals: true, lookupDelayMs: 100 };
/** Long enough for a machine that has other work, short enough to wait for. */
export const requestTimeoutMs = 2_000;
export const quick = { profile: 'stripe', sendByMs: 5_000, clockSkewMs: 0 } as const;

/** Outcomes are found out within seconds; accounts are named for what differs. */
export const writtenRules = {
  accounts: {
    'stripe-production': { ...quick, overrides: seeing },
    'adyen-production': { profile: 'adyen' },
    'voids-charges': { ...quick, overrides: { ...seeing, voidsUnsettledCharges: true } },
    'voids-remainder': { ...quick, overrides: { ...seeing, voidsRemainder: true } },
    'refunds-settled': { ...quick, overrides: { ...seeing, refundsOnlySettled: true } },
    'waits-a-minute': { ...quick, captureWaitMinutes: 1 },
    'short-lived': { ...quick, authorizationLifetimeDays: 1, refundWindowDays: 1, lateEventDays: 1 },
  },
};

export const rules = parseRules(writtenRules);

export const usd = (amountMinor: number) => ({ amountMinor, currency: 'USD' as const });
export const evidence = 'report 7 of the bank';
export const operator = { actor: { id: 'bob' }, reason: 'ended by mistake' };

/** The way of a ledger whose payment is authorized and named for the history. */
export function authorized(name: HistoryName, act: Act, more: Partial<PaymentSnapshot> = {}): Walk {
  const go: Walk['go'] = async (world) => {
    const payment = await world.authorized(10_000, { paymentId: name, ...more });
    await act(world, payment);
    return { [name]: ledgerOf(payment) };
  };
  return { name, go };
}

/** The same of one that is captured, whole unless amounts are given. */
export function captured(
  name: HistoryName,
  act: Act,
  { amounts, ...more }: Partial<PaymentSnapshot> & { readonly amounts?: readonly number[] } = {},
): Walk {
  const go: Walk['go'] = async (world) => {
    const payment = await world.captured(10_000, amounts, { paymentId: name, ...more });
    await act(world, payment);
    return { [name]: ledgerOf(payment) };
  };
  return { name, go };
}

export const ledgerOf = ({ paymentId }: PaymentSnapshot): Run => ({ workflowId: ledgerIdOf(paymentId) });

/** Something goes wrong for this payment alone. */
export function fault({ simulator }: World, payment: PaymentSnapshot, rule: FaultRule): void {
  const captureReference = payment.captures?.[0]?.gatewayReference;
  simulator.fault({ ...rule, reference: captureReference ?? payment.authorizationReference });
}

/** Resolves once the gateway holds a call of this world in its hands. */
export async function held({ simulator }: World): Promise<void> {
  await simulator.waitFor(() => simulator.requests().some((request) => request.held));
}

type Wanted = Partial<Pick<ReversalView, 'phase' | 'outcome' | 'waitingFor'>>;

/** Asks, and checks the answer. */
export async function asks(world: World, request: ReversalRequest, wanted: Wanted): Promise<ReversalView> {
  const view = await world.client.request(request);
  check(view, wanted);
  return view;
}

/** Waits until a reversal stands as wanted. */
export async function becomes(
  { client }: World,
  {
    payment: { paymentId },
    requestId,
  }: { readonly payment: { readonly paymentId: string }; readonly requestId: string },
  wanted: Wanted,
): Promise<ReversalView> {
  const view = await eventually(
    () => client.find(paymentId, requestId).catch(() => null),
    (now) => now !== null && differences(now, wanted).length === 0,
    90_000,
  );
  if (view === null) throw new Error(`${requestId} has no view`);
  return view;
}

export function check(view: Wanted, wanted: Wanted): void {
  const found = differences(view, wanted);
  if (found.length > 0) throw new Error(`the way ended elsewhere: ${found.join(', ')}`);
}

function differences(view: Wanted, wanted: Wanted): string[] {
  return (Object.keys(wanted) as (keyof Wanted)[])
    .filter((key) => view[key] !== wanted[key])
    .map((key) => `${key} is ${String(view[key])}, not ${String(wanted[key])}`);
}

/** The payment without its operation: what a child is started with. */
export function childInput({ operation: _known, ...input }: ReversalRequest): Omit<ReversalRequest, 'operation'> {
  return input;
}
