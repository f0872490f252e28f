import { randomUUID } from 'node:crypto';
import type { LedgerListing } from '../../src/client';
import type { PaymentSnapshot } from '../../src/contract/payment-snapshot';
import type { LedgerView, ReversalView } from '../../src/domain/views/view';
import { rulesWithApproval } from '../support/approval-rules';
import { eventually } from '../support/eventually';
import { temporalAddress } from '../support/temporal';
import { useWorld } from '../support/use-world';
import { startWorkerWithWorkList } from '../support/with-work-list';
import { told } from '../support/world';
import { bareEnvironment, reversals, type Terminal } from '../unit/cli/terminal';

const world = useWorld({ rules: rulesWithApproval(), workList: true, startWorker: false });
beforeAll(() => startWorkerWithWorkList(world));

function run(argv: readonly string[], terminal: Terminal = {}) {
  const env = { ...bareEnvironment, TEMPORAL_ADDRESS: temporalAddress(), REVERSALS_TASK_QUEUE: world.taskQueue };
  return reversals(argv, { env, ...terminal });
}

const why = ['--requester', 'alice', '--reason', 'damaged'];
const refund = (payment: PaymentSnapshot, amount: string, terminal: Terminal = {}) =>
  run(['refund', payment.paymentId, 'r-1', '--payment', '-', '--amount', amount, ...why], {
    stdin: JSON.stringify(payment),
    ...terminal,
  });
const moved = (payment: PaymentSnapshot) => world.returned(payment).map(told);

/** A refund of 500.00 that waits, because one other person has to approve what is above 100.00. */
async function waiting(more: Partial<PaymentSnapshot> = {}): Promise<PaymentSnapshot> {
  const payment = await world.captured(50_000, [50_000], more);
  const { code, stdout } = await refund(payment, '500');
  expect(stdout).toMatch(/^waiting: approval {2}refund of 500\.00 USD\n/);
  expect(stdout).toContain(`reversals approve ${payment.paymentId} r-1 --approver`);
  expect(code).toBe(3);
  expect(moved(payment)).toEqual([]);
  return payment;
}

/** A person at a terminal who answers this, and the questions that they saw. */
const person = (answer: string) => {
  const questions: string[] = [];
  return {
    questions,
    terminal: {
      isTTY: true,
      ask: (question: string) => {
        questions.push(question);
        return Promise.resolve(answer);
      },
    },
  };
};

describe('A refund of 500.00 above the threshold', () => {
  it('ends with code 3 and moves nothing until another person approves it, and then moves once', async () => {
    const payment = await waiting();
    const approve = (who: string) => run(['approve', payment.paymentId, 'r-1', '--approver', who, '--yes']);
    const own = await approve('alice');
    expect(own).toMatchObject({ code: 1, stdout: expect.stringContaining('another person must decide') });
    expect(moved(payment)).toEqual([]);

    const { code, stdout } = await approve('bob');
    expect(stdout).toMatch(/^approved\n\nrefunded {2}refund of 500\.00 USD\n/);
    expect(code).toBe(0);
    expect((await approve('bob')).code).toBe(1);
    expect(moved(payment)).toEqual(['refund 50000 USD']);

    const shown = await run(['show', payment.paymentId, 'r-1']);
    expect(shown.stdout).toMatch(/^approved by +bob \(1 of 1\)$/m);
    expect(shown.stdout).toMatch(/ alice +Approval refused, plan version 1 +not accepted: alice requested it/);
    expect(shown.stdout).toMatch(/ bob +Approved, plan version 1 /);
    const { audit } = JSON.parse((await run(['show', payment.paymentId, '--json'])).stdout) as LedgerView;
    expect(audit.filter(({ by }) => by?.id === 'alice')).toMatchObject([
      { act: 'approved', refused: expect.any(String) },
    ]);
  });

  it('is approved at a terminal after its plan was shown, or not at all', async () => {
    const payment = await waiting();
    const approve = ['approve', payment.paymentId, 'r-1', '--approver', 'bob'];
    const unwilling = person('n');
    const no = await run(approve, unwilling.terminal);
    expect(no).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/refunds +500\.00 USD/) });
    expect(no.stderr).toMatch(/\n\nNothing was done\.\n$/);
    expect(unwilling.questions).toEqual(['Approve this plan? [y/N] ']);
    expect(moved(payment)).toEqual([]);

    const requester = person('y');
    const own = await run(['approve', payment.paymentId, 'r-1', '--approver', 'alice'], requester.terminal);
    expect(own).toMatchObject({ code: 1, stdout: expect.stringContaining('alice requested it') });
    expect(requester.questions).toEqual([]);

    expect((await run(approve, person('y').terminal)).code).toBe(0);
    expect(moved(payment)).toEqual(['refund 50000 USD']);
  });

  it('is not approved by a script without --yes, nor for another version of the plan', async () => {
    const payment = await waiting();
    const approve = ['approve', payment.paymentId, 'r-1', '--approver', 'bob'];
    expect(await run(approve)).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes is missing') });
    const other = await run([...approve, '--plan-version', '2', '--yes', '--json']);
    expect(other.code).toBe(1);
    expect(JSON.parse(other.stdout)).toMatchObject({ accepted: false, view: { waitingFor: 'approval' } });
    expect(moved(payment)).toEqual([]);
  });

  it('completes when it is rejected with a comment, and its amount is released', async () => {
    const payment = await waiting();
    const reject = ['reject', payment.paymentId, 'r-1', '--approver', 'bob'];
    expect(await run(reject)).toMatchObject({ code: 2, stderr: expect.stringContaining('--comment is missing') });
    const { code, stdout } = await run([...reject, '--comment', 'the goods never came back']);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^rejected {2}refund of 500\.00 USD\n/),
    });
    expect(stdout).toMatch(/^refundable +500\.00 USD$/m);
    expect((await run([...reject, '--comment', 'again'])).code).toBe(1);
    expect(moved(payment)).toEqual([]);
  });

  it('is withdrawn by its requester alone', async () => {
    const payment = await waiting();
    const withdraw = (who: string) =>
      run(['withdraw', payment.paymentId, 'r-1', '--actor', who, '--reason', 'wrong order', '--json']);
    expect((await withdraw('bob')).code).toBe(1);
    const { code, stdout } = await withdraw('alice');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ accepted: true, view: { outcome: 'withdrawn' } });
    expect(moved(payment)).toEqual([]);
  });

  it('is found in the list of what waits, until it does not', async () => {
    const gatewayAccount = `account-${randomUUID()}`;
    const payment = await waiting({ gatewayAccount });
    const list = async (...flags: readonly string[]) => {
      const { stdout } = await run(['list', ...flags, '--account', gatewayAccount, '--json']);
      return (JSON.parse(stdout) as LedgerListing).ledgers.map(({ paymentId }) => paymentId);
    };
    await eventually(
      () => list('--waiting'),
      (ids) => ids.includes(payment.paymentId),
    );
    expect(await list('--unknown')).toEqual([]);
    expect(await list('--waiting', '--older-than', '1h')).toEqual([]);
    const { stdout } = await run(['list', '--parked', '--account', gatewayAccount]);
    expect(stdout).toMatch(new RegExp(`^${payment.paymentId} +running +approval +\\d+s +100 to 1000 USD`, 'm'));
    await run(['approve', payment.paymentId, 'r-1', '--approver', 'bob', '--yes']);
    await eventually(
      () => list('--waiting'),
      (ids) => ids.length === 0,
    );
  });
});

describe('Watching a refund', () => {
  it('shows each change until it is completed', async () => {
    const payment = await waiting();
    let seen: () => void = () => undefined;
    const isSeen = new Promise<void>((resolve) => (seen = resolve));
    const watching = run(['watch', payment.paymentId, 'r-1', '--json'], {
      onOutput: ({ stdout }) => {
        if (stdout.includes('"approval"')) seen();
      },
    });
    await isSeen;
    await run(['approve', payment.paymentId, 'r-1', '--approver', 'bob', '--yes']);
    const { code, stdout } = await watching;
    const views = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as ReversalView);
    expect(code).toBe(0);
    expect(views[0]).toMatchObject({ phase: 'waiting', waitingFor: 'approval' });
    expect(views.at(-1)).toMatchObject({ phase: 'completed', outcome: 'refunded' });
  });

  it('can be stopped, and says what is not completed', async () => {
    const payment = await waiting();
    let stop: () => void = () => undefined;
    const stopped = new Promise<void>((resolve) => (stop = resolve));
    const { code, stdout, stderr } = await run(['watch', payment.paymentId], {
      stopped,
      onOutput: ({ stdout: written }) => {
        if (written.includes('waiting: approval')) stop();
      },
    });
    expect(stdout).toMatch(/^\S+ {2}r-1 {2}waiting: approval {2}refund 500\.00 USD planned; 0 of 1 approvals; /);
    expect(stderr).toContain('stopped; 1 not completed, and continuing');
    expect(code).toBe(3);
  });
});

describe('At a terminal', () => {
  it('a refund is shown and confirmed before it is sent, and a repeat of it is not', async () => {
    const payment = await world.captured(5_000);
    const unwilling = person('');
    expect(await refund(payment, '50', unwilling.terminal)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('would be sent: refund 50.00 USD'),
    });
    expect(unwilling.questions).toHaveLength(1);
    expect(moved(payment)).toEqual([]);
    expect((await refund(payment, '50', person('yes').terminal)).code).toBe(0);
    const again = person('n');
    expect((await refund(payment, '50', again.terminal)).code).toBe(0);
    expect(again.questions).toEqual([]);
    expect(moved(payment)).toEqual(['refund 5000 USD']);
  });

  it('a resolution is confirmed first, and releases a large amount only with a co-signature', async () => {
    const payment = await waiting();
    world.simulator.fault({ kind: 'resetBeforeEffect', operation: 'refund' });
    await run(['approve', payment.paymentId, 'r-1', '--approver', 'bob', '--yes']);
    const { legs } = JSON.parse((await run(['show', payment.paymentId, 'r-1', '--json'])).stdout) as ReversalView;
    const leg = legs[0]?.legId ?? '';
    const resolve = [
      ...['resolve', payment.paymentId, '--leg', leg, '--outcome', 'notSent'],
      ...['--evidence', 'not in the report', '--actor', 'bob'],
    ];
    const unwilling = person('n');
    expect((await run(resolve, unwilling.terminal)).code).toBe(2);
    expect(unwilling.questions).toEqual(['Are you certain? [y/N] ']);
    expect(await run(resolve)).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('1 more person must co-sign'),
    });
    expect((await run([...resolve, '--co-signed-by', 'alice'])).code).toBe(1);
    expect((await run([...resolve, '--co-signed-by', 'carol', '--yes'])).code).toBe(0);
    const again = person('y');
    expect((await run(resolve, again.terminal)).code).toBe(1);
    expect(again.questions).toEqual([]);
  });
});
