import { readFile } from 'node:fs/promises';
import { startTemporalServer } from '../../../src/testing/start-temporal-server';
import type { TemporaryFolder } from './temporary-folder';
import { temporaryFolder } from './temporary-folder';

describe('a started Temporal server', () => {
  let folder: TemporaryFolder;

  beforeEach(async () => {
    folder = await temporaryFolder();
  });
  afterEach(() => folder.remove());

  it('is left alone when it was found by its address: it cannot be killed or restarted, and stopping does nothing', async () => {
    const server = await startTemporalServer({ address: '127.0.0.1:1' });
    expect(server).toMatchObject({ address: '127.0.0.1:1', namespace: 'default', cliPath: null });
    await expect(server.kill('SIGKILL')).rejects.toThrow('was not started here');
    await expect(server.restart()).rejects.toThrow('was not started here');
    await expect(server.stop()).resolves.toBeUndefined();
  });

  it('fails with what the program said when it exits while starting', async () => {
    const cliPath = await folder.executable('temporal', 'echo "Error: unknown flag" >&2; exit 3');
    await expect(startTemporalServer({ cliPath })).rejects.toThrow(
      'The Temporal server exited with code 3 while starting:\nError: unknown flag',
    );
  });

  it('is tried on other ports when its port was taken in the meantime', async () => {
    const log = `${folder.path}/ports`;
    const cliPath = await folder.executable(
      'temporal',
      `echo "$6" >> '${log}'; echo "bind: address already in use" >&2; exit 1`,
    );
    await expect(startTemporalServer({ cliPath })).rejects.toThrow('address already in use');
    const ports = (await readFile(log, 'utf8')).trim().split('\n');
    expect(new Set(ports).size).toBe(3);
  });
});
