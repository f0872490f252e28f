import { randomUUID } from 'node:crypto';
import type { Environment } from '../../src/config';
import type { PaymentSnapshot } from '../../src/contract/payment-snapshot';
import type { ReversalView } from '../../src/domain/views/view';
import type { Movement } from '../../src/simulator';
import { program } from '../unit/cli/program';
import { bareEnvironment, reversals, type Terminal } from '../unit/cli/terminal';
import { temporalAddress } from '../support/temporal';
import { useWorld } from '../support/use-world';
import { told, type World } from '../support/world';

const world = useWorld();

function environmentOf({ taskQueue }: World): Environment {
  return { ...bareEnvironment, TEMPORAL_ADDRESS: temporalAddress(), REVERSALS_TASK_QUEUE: taskQueue };
}

function run(argv: readonly string[], terminal: Terminal = {}) {
  return reversals(argv, { env: environmentOf(world), ...terminal });
}

const why = ['--requester', 'alice', '--reason', 'damaged'];
const fromStdin = (payment: PaymentSnapshot) => ({ stdin: JSON.stringify(payment) });

/** The payment as options. */
function flagsOf(payment: PaymentSnapshot): string[] {
  const capture = payment.captures?.[0];
  const money = (amountMinor: number) => (amountMinor / 100).toFixed(2);
  return [
    ...['--reference', payment.authorizationReference],
    ...['--currency', payment.currency, '--authorized', money(payment.authorizedMinor)],
    ...['--authorized-at', payment.authorizedAt, '--account', payment.gatewayAccount],
    ...['--card', '@tok', '--card-holder', 'Jane Smith', '--card-expires', '12/2030'],
    ...(capture === undefined
      ? []
      : ['--captured', money(capture.amountMinor), '--capture-reference', capture.gatewayReference ?? '']),
  ];
}

describe('The command line', () => {
  it('cancels a payment given by options: it is voided', async () => {
    const payment = await world.authorized(10_000);
    const { code, stdout } = await run(['cancel', payment.paymentId, 'c-1', ...flagsOf(payment), ...why]);
    expect(stdout).toMatch(/^voided {2}cancel of the whole payment\n/);
    expect(code).toBe(0);
    expect(world.returned(payment).map(told)).toEqual(['void 10000 USD']);
  });

  it('refunds an amount of a payment given as JSON, and a repeat moves nothing', async () => {
    const payment = await world.captured(10_000);
    const refund = ['refund', payment.paymentId, 'r-1', '--payment', '-', '--amount', '25.00', ...why, '--json'];
    const first = await run(refund, fromStdin(payment));
    const again = await run(refund, fromStdin(payment));
    expect([first.code, again.code]).toEqual([0, 0]);
    expect(JSON.parse(first.stdout)).toMatchObject({ outcome: 'refunded', balance: { refundableMinor: 7_500 } });
    expect(JSON.parse(again.stdout)).toEqual(JSON.parse(first.stdout));
    expect(world.returned(payment).map(told)).toEqual(['refund 2500 USD']);
  });

  it('refuses the refund that would pass the capture, with what is left', async () => {
    const payment = await world.captured(10_000);
    await run(['refund', payment.paymentId, 'r-1', ...flagsOf(payment), '--amount', '90', ...why]);
    const { code, stdout } = await run([
      'refund',
      payment.paymentId,
      'r-2',
      ...flagsOf(payment),
      '--amount',
      '20',
      ...why,
    ]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^refused {2}refund of 20\.00 USD\n/);
    expect(stdout).toContain('10.00 USD is refundable');
    expect(world.returned(payment).map(told)).toEqual(['refund 9000 USD']);
  });

  it('previews without opening a ledger or moving money', async () => {
    const payment = await world.captured(10_000);
    const would = await run([
      'preview',
      payment.paymentId,
      'r-1',
      'refund',
      ...flagsOf(payment),
      '--amount',
      '25',
      ...why,
    ]);
    expect(would).toMatchObject({ code: 0, stdout: expect.stringContaining('would be sent: refund 25.00 USD') });
    const wouldNot = await run([
      'preview',
      payment.paymentId,
      'r-1',
      'refund',
      ...flagsOf(payment),
      '--amount',
      '101',
      ...why,
    ]);
    expect(wouldNot).toMatchObject({ code: 1, stdout: expect.stringContaining('exceedsRefundable') });
    const shown = await run(['show', payment.paymentId]);
    expect(shown).toMatchObject({ code: 2, stderr: expect.stringContaining('has no ledger') });
    expect(world.returned(payment)).toEqual([]);
  });

  it('says what a person can do where the answer was lost, and sends nothing again', async () => {
    const payment = await world.captured(10_000);
    world.simulator.fault({ kind: 'effectThenReset', operation: 'refund' });
    const refund = ['refund', payment.paymentId, 'r-1', ...flagsOf(payment), '--amount', '25', ...why];
    const { code, stdout } = await run(refund);
    expect(code).toBe(4);
    expect(stdout).toMatch(/^stuck: \w+ {2}refund of 25\.00 USD\n/);
    const [moved] = world.returned(payment);
    expect(stdout).toContain(`look up ${moved?.myRef ?? 'none'} in the gateway's own records`);
    const machine = await run([...refund, '--json']);
    expect(machine.code).toBe(4);
    expect(JSON.parse(machine.stdout)).toMatchObject({ phase: 'stuck', balance: { unknownMinor: 2_500 } });
    expect(machine.stderr).toContain('check its status: reversals show');
    expect(world.returned(payment).map(told)).toEqual(['refund 2500 USD']);
  });

  it('does not wait with --no-wait, and can be asked later', async () => {
    const payment = await world.captured(10_000);
    world.simulator.fault({ kind: 'answerAfter', delayMs: 500, operation: 'refund' });
    const refund = ['refund', payment.paymentId, 'r-1', ...flagsOf(payment), ...why];
    const early = await run([...refund, '--no-wait']);
    expect(early).toMatchObject({ code: 4, stdout: expect.stringMatching(/^working {2}/) });
    expect((await run(refund)).code).toBe(0);
    const shown = await run(['show', payment.paymentId, 'r-1', '--json']);
    expect(shown.code).toBe(0);
    expect((JSON.parse(shown.stdout) as ReversalView).outcome).toBe('refunded');
    expect(world.returned(payment).map(told)).toEqual(['refund 10000 USD']);
  });

  it('records a capture, which can then be refunded, and shows all of it', async () => {
    const payment = await world.authorized(10_000);
    await run(['refund', payment.paymentId, 'too-early', ...flagsOf(payment), ...why]);
    const reference = await world.capture(payment, 4_000);
    const event = ['--source', 'shop', '--at', new Date().toISOString()];
    const capture = ['--capture-id', 'c1', '--amount', '40.00', '--gateway-reference', reference];
    const record = (eventId: string, currency: string, more: readonly string[] = [], terminal: Terminal = {}) =>
      run(
        [
          ...['record', payment.paymentId, 'captureSucceeded', ...event, ...capture],
          ...['--currency', currency, '--event-id', eventId, ...more],
        ],
        terminal,
      );
    // A request that was refused teaches the ledger nothing, so the first event comes with the payment.
    expect(await record('f-1', 'USD')).toMatchObject({ code: 1, stdout: expect.stringContaining('with the payment') });
    const recorded = await record('f-1', 'USD', ['--payment', '-'], fromStdin(payment));
    expect(recorded).toMatchObject({ code: 0, stdout: 'recorded  captureSucceeded f-1\n' });
    const other = await record('f-2', 'EUR');
    expect(other).toMatchObject({ code: 1, stdout: expect.stringMatching(/^not accepted {2}captureSucceeded f-2: /) });

    expect((await run(['refund', payment.paymentId, 'r-1', ...flagsOf(payment), '--amount', '15', ...why])).code).toBe(
      0,
    );
    expect(world.returned(payment).map(told)).toEqual(['refund 1500 USD']);
    const { code, stdout } = await run(['show', payment.paymentId]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^c1 +succeeded +40\.00 USD +25\.00 USD/m);
    expect(stdout).toMatch(/^r-1 +refund +15\.00 USD +refunded +alice/m);
    expect(stdout).toMatch(/^too-early +refund +all/m);
  });

  it('lists the payments that have a ledger', async () => {
    const payment = await world.authorized(10_000);
    await run(['cancel', payment.paymentId, 'c-1', ...flagsOf(payment), ...why]);
    // The server lists a ledger a moment after it was opened.
    await until(async () => {
      const { stdout } = await run(['list', '--open', '--limit', '1000', '--json']);
      const { ledgers } = JSON.parse(stdout) as { ledgers: { paymentId: string; status: string }[] };
      return ledgers.some(({ paymentId, status }) => paymentId === payment.paymentId && status === 'running');
    });
    const { code, stdout } = await run(['list', '--limit', '1']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^PAYMENT +LEDGER/);
    expect(stdout.trimEnd().split('\n')).toHaveLength(2);
  });

  it('says that the id of no request is not known', async () => {
    const payment = await world.authorized(10_000);
    await run(['cancel', payment.paymentId, 'c-1', ...flagsOf(payment), ...why]);
    const { code, stderr } = await run(['show', payment.paymentId, 'other']);
    expect(code).toBe(2);
    expect(stderr).toContain('<request-id> is not known to the ledger');
  });

  it.each([
    ['a server that is not there', { TEMPORAL_ADDRESS: '127.0.0.1:1' }, 'Is TEMPORAL_ADDRESS right?'],
    ['a namespace that is not there', { TEMPORAL_NAMESPACE: 'no-such' }, 'check TEMPORAL_NAMESPACE'],
  ])('says what to check when it is pointed at %s', async (_what, env, said) => {
    const { code, stderr } = await run(['list'], { env: { ...environmentOf(world), ...env } });
    expect(code).toBe(2);
    expect(stderr).toContain(said);
  });
});

describe('Without a worker', () => {
  const idle = useWorld({ startWorker: false });

  it('a request that is not answered in time ends with code 4 and says that a repeat is safe', async () => {
    const payment = await idle.authorized(10_000);
    const argv = ['cancel', payment.paymentId, 'c-1', ...flagsOf(payment), ...why, '--answer-within', '1'];
    const { code, stderr } = await reversals(argv, { env: environmentOf(idle) });
    expect(code).toBe(4);
    expect(stderr).toContain('with the same request id is safe');
    expect(idle.returned(payment)).toEqual([]);
  });

  it('a caller who waits sees so, and gets the answer when a worker comes', async () => {
    const payment = await idle.authorized(10_000);
    let noticed: () => void = () => undefined;
    const notice = new Promise<void>((resolve) => (noticed = resolve));
    const cancelled = reversals(['cancel', payment.paymentId, 'c-1', ...flagsOf(payment), ...why], {
      env: environmentOf(idle),
      onOutput: ({ stderr }) => {
        if (stderr.includes(`is a worker running on task queue ${idle.taskQueue}?`)) noticed();
      },
    });
    await Promise.race([notice, cancelled]);
    expect(idle.returned(payment)).toEqual([]);
    await idle.startWorker();
    expect((await cancelled).code).toBe(0);
    expect(idle.returned(payment).map(told)).toEqual(['void 10000 USD']);
  });
});

describe('As real processes', () => {
  it('simulator, worker and cancel work together, and both servers stop cleanly', async () => {
    const simulator = program(['simulator', '--port', '0', '--json'], {});
    const { url, apiKey } = JSON.parse(await simulator.printed(/^}/m)) as { url: string; apiKey: string };
    const env = {
      TEMPORAL_ADDRESS: temporalAddress(),
      REVERSALS_TASK_QUEUE: `test-${randomUUID()}`,
      ORCHESTRA_BASE_URL: url,
      ORCHESTRA_API_KEY: apiKey,
    };
    const worker = program(['worker'], env);
    await worker.printed(/worker running/);

    const stored = await run(['store-card'], { env: { ...bareEnvironment, ...env }, stdin: '4111 1111 1111 1111\n' });
    const token = stored.stdout.trim();
    const reference = await authorize(url, apiKey, token);
    const cancel = program(
      [
        ...[
          'cancel',
          'order-1',
          'c-1',
          '--reference',
          reference,
          '--currency',
          'USD',
          '--authorized',
          '100',
          '--account',
          'generic',
        ],
        ...['--authorized-at', new Date().toISOString(), '--card', token, '--card-holder', 'Jane'],
        ...['--card-expires', '12/2030', ...why],
      ],
      env,
    );
    expect(await cancel.printed(/^authorized/m)).toMatch(/^voided {2}cancel of the whole payment\n/);
    expect(await cancel.ended()).toBe(0);
    const movements = (await (await fetch(`${url}/_simulator/movements`)).json()) as Movement[];
    expect(movements.map(told)).toEqual(['authorize 10000 USD', 'void 10000 USD']);

    worker.signal('SIGTERM');
    expect(await worker.ended()).toBe(0);
    expect(worker.said()).toContain('worker stopped');
    expect(worker.said()).not.toContain(apiKey);
    simulator.signal('SIGINT');
    expect(await simulator.ended()).toBe(0);
  }, 120_000);
});

async function authorize(url: string, apiKey: string, cardNumber: string): Promise<string> {
  const card = { cardNumber, cardHolderName: 'Jane', expirationMonth: 12, expirationYear: 2030 };
  const response = await fetch(`${url}/PaymentGateway/authorize`, {
    method: 'POST',
    headers: { 'X-Api-Key': apiKey, 'Content-Type': 'application/json' },
    body: JSON.stringify({ amount: 100, currency: 'USD', myRef: 'order-1', card }),
  });
  return ((await response.json()) as { gatewayReference: string }).gatewayReference;
}

/** Asks again until it is so; the test's own time limit ends it. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo()));
}
