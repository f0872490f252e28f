import { Connection } from '@temporalio/client';
import { startReversalsTestEnvironment } from '../../src/testing';
import type { ReversalsTestEnvironment } from '../../src/testing';
import { cliJson, quietRuntime, temporalAddress } from '../support/temporal';

describe('the test environment', () => {
  let environment: ReversalsTestEnvironment;

  beforeAll(async () => {
    quietRuntime();
    environment = await startReversalsTestEnvironment({ address: temporalAddress() });
  });
  afterAll(() => environment.stop());

  it('uses the server whose address it is given', () => {
    expect(environment.address).toBe(temporalAddress());
  });

  it('gives a client that reaches the namespace', async () => {
    const { namespace, client } = environment;
    const { namespaceInfo } = await client.workflowService.describeNamespace({ namespace });
    expect(namespaceInfo?.name).toBe('default');
  });

  it('gives a connection that a worker can use', async () => {
    const answer = await environment.nativeConnection.workflowService.getSystemInfo({});
    expect(answer.serverVersion).toMatch(/^\d+\.\d+\.\d+/);
  });

  it('gives the same task queue for the same name, and another one in another environment', async () => {
    const other = await startReversalsTestEnvironment({ address: temporalAddress() });
    try {
      expect(environment.taskQueue('a')).toBe(environment.taskQueue('a'));
      expect(environment.taskQueue('a')).not.toBe(other.taskQueue('a'));
    } finally {
      await other.stop();
    }
  });

  it('leaves a server that it did not start running when it stops', async () => {
    const other = await startReversalsTestEnvironment({ address: temporalAddress() });
    await other.stop();
    const described = await cliJson(['operator', 'namespace', 'describe', 'default']);
    expect(described).toMatchObject({ namespaceInfo: { name: 'default' } });
  });

  it('starts a server of its own when it is given a program, and ends it', async () => {
    const own = await startReversalsTestEnvironment({ address: undefined, cliPath: process.env['TEST_TEMPORAL_CLI'] });
    try {
      expect(own.address).not.toBe(temporalAddress());
      await own.client.workflowService.describeNamespace({ namespace: own.namespace });
    } finally {
      await own.stop();
    }
    await expect(Connection.connect({ address: own.address, connectTimeout: '500ms' })).rejects.toThrow(
      'Failed to connect',
    );
  });
});
