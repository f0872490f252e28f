import { CommanderError } from 'commander';
import {
  HistoryUnreadableError,
  InvalidRequestError,
  LedgerFrozenError,
  LedgerNotFoundError,
  LedgerNotRecoveredError,
  LedgerUnavailableError,
  WorkListUnavailableError,
} from '../client';
import { ConfigurationError } from '../config';
import { WorkListError } from '../worker/ensure-work-list';
import type { Problem } from '../contract/problems';
import { GatewayOptionsError, StoreStringTokenError } from '../gateway';
import { RulesError } from '../rules/rules-error';
import { SimulatorInputError } from '../simulator';
import { exitCodes, type ExitCode } from './exit-code';
import { InterruptedError } from './io';
import { serverTrouble } from './server-trouble';
import { TemporalUnreachableError } from './temporal-unreachable-error';
import { UsageError } from './usage-error';

/** The code of an answer of "no", or of none: nothing failed, and nothing was done. */
export const interruptedCode = 'interrupted';

/** A failure in the program's own words: what to print, and the exit code. */
export interface Explanation {
  readonly exitCode: ExitCode;
  /** Machines switch on it. */
  readonly code: string;
  readonly message: string;
  readonly problems: readonly Problem[];
}

/** Explains any thrown value. What is not known is `internal`. */
export function explainError(error: unknown): Explanation {
  if (error instanceof CommanderError) return usage('usage', commanderMessage(error));
  const explained = knownUsage(error);
  if (explained !== null) return explained;
  const trouble = serverTrouble(error);
  if (trouble?.kind === 'configuration') return usage('configuration', trouble.message);
  if (error instanceof LedgerFrozenError) return noAnswer(error.message);
  if (error instanceof HistoryUnreadableError) return noAnswer(error.message);
  if (error instanceof LedgerNotRecoveredError) return noAnswer(error.message);
  if (error instanceof LedgerUnavailableError) return noAnswer(error.message);
  if (trouble !== null) return noAnswer(trouble.message);
  const message = error instanceof Error ? error.message : String(error);
  return { exitCode: exitCodes.internal, code: 'internal', message, problems: [] };
}

/** Errors whose own text says what is wrong with the input, the configuration or the environment. */
function knownUsage(error: unknown): Explanation | null {
  if (error instanceof UsageError) return usage('usage', error.message, error.problems);
  if (error instanceof InvalidRequestError) return usage('invalidRequest', 'The input is invalid:', error.problems);
  if (error instanceof ConfigurationError) {
    const problems = error.problems.map(({ variable, problem, fix }) => ({
      field: variable,
      message: `${problem}: ${fix}`,
    }));
    return usage('configuration', 'The environment cannot be used:', problems);
  }
  if (error instanceof RulesError) {
    const where = error.file === null ? 'The rules' : `The rules in ${error.file}`;
    return usage('rules', `${where} cannot be used:`, error.problems);
  }
  if (error instanceof SimulatorInputError) {
    return usage('usage', 'The simulator cannot start:', error.problems);
  }
  if (error instanceof WorkListError || error instanceof WorkListUnavailableError) {
    return usage('workList', error.message);
  }
  if (error instanceof LedgerNotFoundError) return usage('ledgerNotFound', error.message);
  if (error instanceof TemporalUnreachableError) return usage('temporalUnreachable', error.message);
  if (error instanceof StoreStringTokenError) return usage('notStored', storeMessage(error));
  if (error instanceof GatewayOptionsError) return usage('configuration', error.message);
  if (error instanceof InterruptedError) return usage(interruptedCode, error.message);
  return null;
}

function storeMessage(error: StoreStringTokenError): string {
  const checks = 'Check ORCHESTRA_BASE_URL and ORCHESTRA_API_KEY.';
  return error.problem === 'unauthorized' || error.problem === 'unavailable'
    ? `${error.message} ${checks}`
    : error.message;
}

/** Commander repeats what was typed. Text with enough digits for a card number is never repeated. */
function commanderMessage({ message }: CommanderError): string {
  const digits = message.normalize('NFKC').replace(/\D/g, '');
  const text = message.replace(/^error: /, '');
  return digits.length < 12
    ? `${text}\nFor help: reversals --help, or --help after a command.`
    : 'The command line cannot be read. It may hold a card number, so it is not repeated here.';
}

function usage(code: string, message: string, problems: readonly Problem[] = []): Explanation {
  return { exitCode: exitCodes.usage, code, message, problems };
}

function noAnswer(message: string): Explanation {
  return { exitCode: exitCodes.notCompleted, code: 'noAnswer', message, problems: [] };
}
