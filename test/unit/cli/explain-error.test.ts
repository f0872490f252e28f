import {
  HistoryUnreadableError,
  InvalidRequestError,
  LedgerFrozenError,
  LedgerNotFoundError,
  LedgerUnavailableError,
} from '../../../src/client';
import { explainError } from '../../../src/cli/explain-error';
import { InterruptedError } from '../../../src/cli/io';
import { TemporalUnreachableError } from '../../../src/cli/temporal-unreachable-error';
import { UsageError } from '../../../src/cli/usage-error';
import { ConfigurationError } from '../../../src/config';
import { GatewayOptionsError, StoreStringTokenError } from '../../../src/gateway';
import { RulesError } from '../../../src/rules/rules-error';
import { SimulatorInputError } from '../../../src/simulator';

const grpc = (code: number, message = 'x') => Object.assign(new Error(message), { code });
const wrapped = (cause: unknown) => new Error('Failed to query', { cause });
const problems = [{ field: 'f', message: 'is wrong' }];

describe('A failure', () => {
  it.each<[string, unknown, number, string]>([
    ['of usage', new UsageError(problems), 2, 'usage'],
    ['of input', new InvalidRequestError(problems), 2, 'invalidRequest'],
    ['of the environment', new ConfigurationError([{ variable: 'V', problem: 'p', fix: 'f' }]), 2, 'configuration'],
    ['of the rules', new RulesError(problems, 'rules.yaml'), 2, 'rules'],
    ['of simulator options', new SimulatorInputError('options', problems), 2, 'usage'],
    ['of gateway options', new GatewayOptionsError(['apiKey: is empty']), 2, 'configuration'],
    ['of a payment without ledger', new LedgerNotFoundError('p'), 2, 'ledgerNotFound'],
    ['of storing a card', new StoreStringTokenError('unauthorized', 401), 2, 'notStored'],
    ['of reaching Temporal', new TemporalUnreachableError('localhost:7233', null), 2, 'temporalUnreachable'],
    ['of a person who went away', new InterruptedError(), 2, 'interrupted'],
    ['of the namespace', grpc(5, 'Namespace nope is not found.'), 2, 'configuration'],
    ['of credentials', wrapped(grpc(16)), 2, 'configuration'],
    ['of credentials while a ledger is asked', new LedgerUnavailableError('p', 'q', grpc(7)), 2, 'configuration'],
    ['of the program, which froze the ledger', new LedgerFrozenError('p', 'the ledger froze itself'), 4, 'noAnswer'],
    ['of an answer in time', new LedgerUnavailableError('p', 'q', grpc(4)), 4, 'noAnswer'],
    ['of a history that is too large to be read', new HistoryUnreadableError('w', 'r', grpc(8)), 4, 'noAnswer'],
    ['of an answer without a worker', wrapped(grpc(9)), 4, 'noAnswer'],
    ['of an unavailable server', wrapped(grpc(14)), 4, 'noAnswer'],
    ['of anything else that is not found', grpc(5, 'workflow not found'), 70, 'internal'],
    ['that is unexpected', new TypeError('x is not a function'), 70, 'internal'],
    ['that is no error', 'text', 70, 'internal'],
  ])('%s', (_what, error, exitCode, code) => {
    expect(explainError(error)).toMatchObject({ exitCode, code });
  });

  it('to read a large history is not taken for a worker that does not run', () => {
    const { message } = explainError(new HistoryUnreadableError('w', 'r', grpc(8)));
    expect(message).toContain('max_receive_message_length');
    expect(message).not.toContain('worker');
  });

  it('to reach Temporal says what to check and how to start one', () => {
    const { message } = explainError(new TemporalUnreachableError('localhost:7233', null));
    expect(message).toContain('TEMPORAL_ADDRESS');
    expect(message).toContain('temporal server start-dev');
  });
});
