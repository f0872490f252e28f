import { z } from 'zod';
import { parseOrThrow } from './problems';

/** The accounts a simulator lists when none are named. */
export const defaultAccounts: readonly string[] = [
  'stripe-production',
  'adyen-production',
  'worldpay-production',
  'generic',
];

const longestWaitMs = 10 * 60 * 1000;

/** What a simulated gateway is like. Unknown keys are refused. */
export const simulatorOptionsSchema = z.strictObject({
  /** TCP port; 0 takes any free one. */
  port: z.int().min(0).max(65_535).default(0),
  /** Address to listen on. */
  host: z.string().min(1).default('127.0.0.1'),
  /** The only key that is let in. */
  apiKey: z.string().min(1).default('simulator-key'),
  /** Refuse refunds above what was captured. The documented mock gateways do not. */
  enforceCap: z.boolean().default(true),
  /** Refuse a void that does not carry the original authorized amount. Source: the guide "Refunds and voids". */
  strictVoidAmount: z.boolean().default(true),
  /** Refuse an `@token` that is neither in the vault nor well known. */
  strictTokens: z.boolean().default(false),
  /** Status finds captures, refunds and voids too. The official document promises only charges and authorizations. */
  lookupsSeeReversals: z.boolean().default(true),
  /** A void of a partially captured authorization releases the part that was not captured. */
  voidsRemainder: z.boolean().default(false),
  /** A void of a charge or capture that is not settled reverses it. */
  voidsUnsettledCharges: z.boolean().default(false),
  /** Refuse refunds of money that is not settled yet; see `settle`. */
  refundsOnlySettled: z.boolean().default(false),
  /** Let amounts choose faults; see `sentinels`. On for the command line, off when embedded. */
  sentinels: z.boolean().default(false),
  /** Time each request takes before anything happens. */
  latencyMs: z.int().min(0).max(longestWaitMs).default(0),
  /** Names that `GET /PaymentGatewayAccounts` lists. Others are accepted in requests too. */
  accounts: z.array(z.string().min(1).max(128)).default([...defaultAccounts]),
});

/** What `startSimulator` takes: every option may be left out. */
export type SimulatorOptions = z.input<typeof simulatorOptionsSchema>;

/** Options with their defaults filled in. */
export type SimulatorSettings = Readonly<z.output<typeof simulatorOptionsSchema>>;

/** Fills in defaults. @throws SimulatorInputError that names every wrong option and its fix. */
export function readOptions(options: SimulatorOptions): SimulatorSettings {
  return parseOrThrow(simulatorOptionsSchema, options, 'simulator options');
}
