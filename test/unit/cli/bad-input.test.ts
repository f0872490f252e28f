import { reversals } from './terminal';

const request = ['--request-id', 'r-1', '--requester', 'alice', '--reason', 'damaged'];
const payment = (currency = 'USD', authorized = '100') => [
  ...['--reference', 'auth_1', '--currency', currency, '--authorized', authorized],
  ...['--authorized-at', '2026-11-20T10:00:00Z', '--account', 'stripe-production'],
];

describe('Bad input is refused with code 2 before anything is asked of Temporal:', () => {
  it.each<[string, readonly string[], string]>([
    ['no command', [], 'Usage: reversals'],
    ['an unknown command', ['frobnicate'], "unknown command 'frobnicate'"],
    ['an unknown option', ['refund', '--amout', '5'], 'Did you mean --amount?'],
    ['a word too many', ['list', 'all'], 'too many arguments'],
    ['an option without its value', ['refund', ...payment(), '--amount', '--no-wait'], 'Its value is missing'],
    ['an option at the end without its value', ['refund', '--amount'], 'argument missing'],
    ['an option given twice', ['refund', '--amount', '5', '--amount', '50'], 'It is given twice'],
    ['a limit that is no number', ['list', '--limit', 'many'], 'whole number from 1 to 1000'],
    ['a limit of nothing', ['list', '--limit', '0'], 'whole number from 1 to 1000'],
    ['a port beyond the last', ['simulator', '--port', '70000'], 'whole number from 0 to 65535'],
    ['no payment', ['cancel', ...request], '--payment is missing'],
    ['a payment told twice', ['cancel', ...request, ...payment(), '--payment', 'p.json'], '--payment is given next to'],
    ['a file that is not there', ['cancel', ...request, '--payment', '/no/such/file'], 'cannot be read (ENOENT)'],
    ['a folder as file', ['cancel', ...request, '--payment', '/'], 'cannot be read (EISDIR)'],
    ['cents in the third decimal', ['refund', ...request, ...payment(), '--amount', '10.001'], '--amount has more'],
    ['half a yen', ['refund', ...request, ...payment('JPY'), '--amount', '1.5'], '--amount has decimals, but JPY has'],
    ['an amount of zero', ['refund', ...request, ...payment(), '--amount', '0'], '--amount is zero'],
    ['a negative amount', ['refund', ...request, ...payment(), '--amount', '-5'], '--amount has a sign'],
    ['a comma in an amount', ['refund', ...request, ...payment(), '--amount', '1,000'], '--amount is not an amount'],
    ['half a yen authorized', ['cancel', ...request, ...payment('JPY', '0.5')], '--authorized has decimals'],
    ['an unknown currency', ['cancel', ...request, ...payment('ABC')], '--currency is not a current ISO 4217 code'],
    [
      'an expectation in fractions',
      ['cancel', ...request, ...payment(), '--expected-refundable', '0.000'],
      '--expected',
    ],
    ['an amount of a cancel', ['cancel', ...request, ...payment(), '--amount', '5'], '--amount is given with a cancel'],
    ['a word for a kind', ['cancel', ...request, ...payment(), '--kind', 'gift'], '--kind is not one of authorization'],
    [
      'a time without zone',
      ['cancel', ...request, ...payment(), '--captured', '5', '--captured-at', '2026-11-21'],
      '--captured-at',
    ],
    [
      'a capture without amount',
      ['cancel', ...request, ...payment(), '--capture-reference', 'cap_1'],
      '--captured is missing',
    ],
    ['a card without its month', ['cancel', ...request, ...payment(), '--card', '@tok'], '--card-expires is missing'],
    ['a thirteenth month', ['cancel', ...request, ...payment(), '--card-expires', '13/2027'], '--card-expires is not'],
    ['a year in two digits', ['cancel', ...request, ...payment(), '--card-expires', '12/27'], '--card-expires is not'],
    ['a preview of nothing', ['preview', ...payment()], "missing required argument 'operation'"],
    ['a preview of something else', ['preview', 'charge'], 'Allowed choices are cancel, refund'],
    ['an id of nothing', ['show', ''], 'the payment id is empty'],
    ['an event of an unknown kind', ['record', 'captured', '--payment-id', 'p'], 'Allowed choices are captureStarted'],
    ['an event without a payment', ['record', 'settled', '--event-id', 'f'], '--payment-id is empty'],
    ['no event', ['record', '--payment-id', 'p'], '--event is missing'],
    [
      'an event given twice',
      ['record', 'settled', '--payment-id', 'p', '--event', 'f.json'],
      '--event is given next to',
    ],
    [
      'an event without its amount',
      ['record', 'captureSucceeded', '--payment-id', 'p'],
      '--amount is missing: give an amount',
    ],
    [
      'an event in half yen',
      ['record', 'captureStarted', '--amount', '1.5', '--currency', 'JPY'],
      '--amount has decimals',
    ],
    ['a failed refund without proof', ['record', 'refundFailed', '--payment-id', 'p'], '--evidence is missing'],
    ['rules that are not there', ['cancel', ...request, ...payment(), '--rules', '/no/rules.yaml'], 'does not exist'],
    ['no gateway to store a card', ['store-card'], 'ORCHESTRA_BASE_URL is not set'],
    ['no gateway for a worker', ['worker'], 'ORCHESTRA_API_KEY is not set'],
  ])('%s', async (_what, argv, told) => {
    const { code, stdout, stderr } = await reversals(argv);
    expect(stderr).toContain(told);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  it('all problems of a command are reported at once, by the options that were typed', async () => {
    const { stderr } = await reversals(['refund', '--reference', 'a', '--currency', 'USD', '--captured', '1.999']);
    const fields = stderr.split('\n').flatMap((line) => /^ {2}(\S+)/.exec(line)?.[1] ?? []);
    expect(fields.sort()).toEqual(
      ['--account', '--authorized', '--authorized-at', '--captured', '--reason', '--request-id', '--requester'].sort(),
    );
  });

  it('a file keeps the names of its own fields', async () => {
    const { stderr } = await reversals(['cancel', ...request, '--payment', '-'], { stdin: '{ "paymentID": "p" }' });
    expect(stderr).toContain('payment.paymentID is not a known field: did you mean paymentId?');
    expect(stderr).toContain('payment.currency is missing');
  });

  it('a file that is not JSON is reported with its line', async () => {
    const stdin = '{\n  "paymentId": "p",\n  "currency" "USD"\n}';
    const { stderr } = await reversals(['cancel', ...request, '--payment', '-'], { stdin });
    expect(stderr).toContain('--payment does not hold JSON: look at line 3');
  });

  it('with --json the problems are reported in JSON', async () => {
    const { code, stdout } = await reversals(['cancel', '--json']);
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      error: { code: 'usage', problems: expect.arrayContaining([expect.objectContaining({ field: '--payment' })]) },
    });
  });
});

describe('Help', () => {
  const commands = ['worker', 'simulator', 'cancel', 'refund', 'preview', 'show', 'list', 'record', 'store-card'];

  it.each(commands)('of %s has examples that name it, and explains --json', async (command) => {
    const { code, stdout } = await reversals([command, '--help']);
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`Examples:\\n  (\\S+=\\S+ )*reversals ${command}`));
    expect(stdout).toContain('--json');
  });

  it('of the program names every command', async () => {
    const { code, stdout } = await reversals(['--help']);
    expect(code).toBe(0);
    for (const command of commands) expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'));
  });
});
