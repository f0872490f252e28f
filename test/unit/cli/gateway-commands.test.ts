import { startSimulator, type Simulator } from '../../../src/simulator';
import { bareEnvironment, reversals } from './terminal';

const number = '4111111111111111';

describe('store-card', () => {
  let simulator: Simulator;
  beforeAll(async () => {
    simulator = await startSimulator({ strictTokens: true });
  });
  afterAll(() => simulator.stop());
  const env = () => ({
    ...bareEnvironment,
    ORCHESTRA_BASE_URL: simulator.url,
    ORCHESTRA_API_KEY: simulator.apiKey,
  });

  it.each([number, `${number}\n`, '4111 1111 1111 1111\r\n', '4111-1111-1111-1111'])(
    'prints the token of a number from standard input and nothing else (%#)',
    async (stdin) => {
      const { code, stdout, stderr } = await reversals(['store-card'], { env: env(), stdin });
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toMatch(/^@\w+\n$/);
      expect(stdout).not.toContain(number);
    },
  );

  it('asks a person without showing what is typed', async () => {
    const { code, stdout } = await reversals(['store-card', '--json'], { env: env(), askHidden: async () => number });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ token: expect.stringMatching(/^@\w+$/) });
  });

  it.each(['', 'hello', '4111', `${number}\n${number}`])('refuses what is no card number (%#)', async (stdin) => {
    const before = simulator.requests().length;
    const { code, stderr } = await reversals(['store-card'], { env: env(), stdin });
    expect(code).toBe(2);
    expect(stderr).toContain('does not hold one card number');
    expect(stderr).not.toContain('4111');
    expect(simulator.requests()).toHaveLength(before);
  });

  it('says what to check when the gateway refuses the key, without the number', async () => {
    const ran = await reversals(['store-card'], { env: { ...env(), ORCHESTRA_API_KEY: 'wrong-key' }, stdin: number });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('ORCHESTRA_API_KEY');
    expect(ran.stderr + ran.stdout).not.toContain('4111');
    expect(ran.stderr + ran.stdout).not.toContain('wrong-key');
  });
});

/** Runs a simulator until `use` is done with what it printed. */
async function whileSimulating(argv: readonly string[], use: (printed: string) => Promise<void>) {
  let stop: () => void = () => undefined;
  let started: (printed: string) => void = () => undefined;
  const stopped = new Promise<void>((resolve) => (stop = resolve));
  const printed = new Promise<string>((resolve) => (started = resolve));
  const ran = reversals(argv, {
    stopped,
    onOutput: ({ stdout }) => {
      started(stdout);
    },
  });
  // A simulator that could not start ends by itself.
  await use(await Promise.race([printed, ran.then(({ stderr }) => stderr)])).finally(stop);
  return ran;
}

describe('simulator', () => {
  it('prints where it is, its key, how a worker finds it and what amounts do, and stops cleanly', async () => {
    let url = '';
    const { code, stderr } = await whileSimulating(['simulator', '--port', '0'], async (printed) => {
      url = /http:\S+:\d+/.exec(printed)?.[0] ?? '';
      expect(printed).toContain('simulator-key');
      expect(printed).toContain(`ORCHESTRA_BASE_URL=${url} ORCHESTRA_API_KEY=simulator-key reversals worker`);
      expect(printed).toMatch(/^97 +declined$/m);
      expect((await fetch(`${url}/_simulator/movements`)).ok).toBe(true);
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'simulator stopped\n' });
    await expect(fetch(url)).rejects.toThrow();
  });

  it('prints the same in one JSON document', async () => {
    await whileSimulating(
      ['simulator', '--port', '0', '--api-key', 'k', '--no-sentinels', '--json'],
      async (printed) => {
        expect(JSON.parse(printed)).toEqual({ url: expect.any(String), apiKey: 'k', sentinels: [] });
      },
    );
  });

  it('says what to do about a port that is taken', async () => {
    await whileSimulating(['simulator', '--port', '0', '--json'], async (printed) => {
      const { port } = new URL((JSON.parse(printed) as { url: string }).url);
      const { code, stderr } = await reversals(['simulator', '--port', port]);
      expect(code).toBe(2);
      expect(stderr).toContain(`--port ${port} is taken: choose another, or 0 for any free one`);
    });
  });
});
