import type { Command } from 'commander';
import { Client } from '@temporalio/client';
import { ReversalClient } from '../client';
import { loadClientConfig } from '../config';
import { defaultRules, type Rules } from '../rules/rules-file';
import { numberOption } from './input/option';
import type { CliIo } from './io';
import { connectToTemporal } from './temporal-connection';

/** How long to wait for an answer. */
export interface SessionFlags {
  /** Seconds. */
  readonly answerWithin?: number;
}

const answerWithinSeconds = 60;

/** Adds the option of every command that asks a ledger. */
export function addSessionOptions(command: Command): Command {
  return command.addOption(
    numberOption('--answer-within <SECONDS>', 'how long to wait for an answer', {
      least: 1,
      most: 3600,
    }).default(answerWithinSeconds),
  );
}

/** The clients that a command uses. */
export interface LedgerSession {
  readonly ledgers: ReversalClient;
  /** The same with a short limit, to look while the other waits. */
  readonly glance: ReversalClient;
  readonly taskQueue: string;
  /** Limits a call that has no limit of its own to the time of `--answer-within`. */
  readonly inTime: <T>(ask: () => Promise<T>) => Promise<T>;
}

/**
 * Connects to Temporal for one command and closes the connection after it.
 *
 * @throws ConfigurationError, TemporalUnreachableError
 */
export async function withLedgers<T>(
  { env }: CliIo,
  { answerWithin = answerWithinSeconds }: SessionFlags,
  use: (session: LedgerSession) => Promise<T>,
  rules: Rules = defaultRules,
): Promise<T> {
  const config = loadClientConfig(env);
  const connection = await connectToTemporal(config.temporal);
  const client = new Client({ connection, namespace: config.temporal.namespace });
  const { taskQueue } = config;
  const answerWithinMs = answerWithin * 1000;
  const ledgers = new ReversalClient({ client, taskQueue, rules, answerWithinMs });
  const glance = new ReversalClient({ client, taskQueue, rules, answerWithinMs: 2_000 });
  try {
    const inTime: LedgerSession['inTime'] = (ask) => connection.withDeadline(Date.now() + answerWithinMs, ask);
    return await use({ ledgers, glance, taskQueue, inTime });
  } finally {
    await connection.close();
  }
}
