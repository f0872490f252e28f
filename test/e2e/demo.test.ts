import type { Scene } from '../../scripts/demo/scene';
import type { Stage } from '../../scripts/demo/stage';
import { playStory, type Report } from '../../scripts/demo/story';
import { OrchestraGateway } from '../../src/gateway';
import { startSimulator } from '../../src/simulator';
import { card } from '../support/world';
import { useBuiltCopy } from './built-copy';

const main = 'lib/scripts/demo/main.js';

const copy = useBuiltCopy();

describe('The demo', () => {
  it('plays its seven scenes within a minute, prints one JSON document, and ends well', async () => {
    const { exitCode, stdout, stderr } = await copy.node([main, '--json']);
    expect({ exitCode, stderr }).toMatchObject({
      exitCode: 0,
      stderr: expect.not.stringContaining('ERROR') as unknown,
    });
    const report = JSON.parse(stdout) as Report & { tookMs: number };
    expect(report.kept).toBe(true);
    expect(report.tookMs).toBeLessThan(60_000);
    expect(report.scenes.map(({ scene, moneyMoved }) => [scene, ...moneyMoved.map(inWords)])).toEqual([
      ['a', 'authorize 10000 USD', 'void 10000 USD'],
      ['b', 'authorize 10000 USD', 'capture 10000 USD', 'refund 10000 USD'],
      ['c', 'authorize 10000 USD', 'capture 10000 USD', 'refund 4000 USD', 'refund 3500 USD'],
      ['d', 'authorize 10000 USD', 'capture 10000 USD', 'refund 10000 USD'],
      ['e', 'authorize 10000 USD', 'capture 10000 USD', 'refund 10000 USD'],
      ['f', 'authorize 10000 USD', 'capture 10000 USD', 'refund 6000 USD'],
      ['g', 'authorize 10000 USD', 'capture 10000 USD', 'refund 2500 USD'],
    ]);
    expect(report.scenes.map(({ happened }) => happened)).toEqual([
      'voided',
      'refunded',
      'refunded, refunded, refused (25.00 USD left)',
      'void rejected, waited for the capture, refunded',
      expect.stringMatching(/^waited at (\d+) → \1 events, refunded$/),
      'stuck: lookup, 60.00 USD reserved; refused (exceedsRefundable); found: refunded',
      'refunded, then the same answer twice',
    ]);
  }, 120_000);

  it.each([
    ['an unknown option', ['--fast'], {}, '--help'],
    ['no Temporal server', [], { TEMPORAL_ADDRESS: '', TEMPORAL_CLI_PATH: '/nowhere/temporal' }, 'TEMPORAL_CLI_PATH'],
  ])('ends with 2 and says what to do when there is %s', async (_what, args, env, says) => {
    const { exitCode, stderr } = await copy.node([main, ...args], env);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(says);
    expect(stderr).not.toContain('    at ');
  });
});

describe('The story of the demo', () => {
  const hold = ['authorize', 500] as const;

  it.each([
    { gateway: 'moves what was promised', kept: true, moves: [hold], holds: 1 },
    { gateway: 'moves more', kept: false, moves: [hold], holds: 2 },
    { gateway: 'moves less', kept: false, moves: [hold, ['void', 500] as const], holds: 1 },
    { gateway: 'moves another amount', kept: false, moves: [['authorize', 501] as const], holds: 1 },
  ])('is kept: $kept, when the gateway $gateway', async ({ kept, moves, holds }) => {
    expect(await playedWith(moves, holds)).toMatchObject({ kept });
  });

  it('is not kept when a promise besides the money is broken', async () => {
    expect(await playedWith([hold], 1, false)).toMatchObject({ kept: false });
  });
});

function inWords({ operation, amountMinor, currency }: Report['scenes'][number]['moneyMoved'][number]): string {
  return `${operation} ${String(amountMinor)} ${currency}`;
}

/** The verdict on a scene that promises these movements and makes so many authorizations of 5.00 USD. */
async function playedWith(moves: Scene['moves'], holds: number, otherPromise = true): Promise<Report> {
  const simulator = await startSimulator();
  const gateway = new OrchestraGateway({ baseUrl: simulator.url, apiKey: simulator.apiKey });
  const scene: Scene = {
    letter: 'x',
    title: 'A scene',
    moves,
    play: async (_stage, { promised }) => {
      for (let made = 0; made < holds; made += 1) await gateway.authorize({ amountMinor: 500, currency: 'USD', card });
      promised('something else', otherPromise, 'nothing');
      const reference = simulator.movements()[0]?.reference ?? '';
      return { paymentId: 'order-x', reference, asked: 'a hold', happened: 'held' };
    },
  };
  const stage: Partial<Stage> = {
    simulator,
    historyLength: async () => 0,
    workerLost: () => new Promise(() => undefined),
  };
  try {
    return await playStory(stage as Stage, { say: () => undefined, styled: (_style, text) => text }, [scene]);
  } finally {
    await gateway.close();
    await simulator.stop();
  }
}
