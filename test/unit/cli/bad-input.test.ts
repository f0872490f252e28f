import { reversals } from './terminal';

const named = ['order-1', 'r-1'];
const request = [...named, '--requester', 'alice', '--reason', 'damaged'];
const payment = (currency = 'USD', authorized = '100') => [
  ...['--reference', 'auth_1', '--currency', currency, '--authorized', authorized],
  ...['--authorized-at', '2026-11-20T10:00:00Z', '--account', 'stripe-production'],
];

describe('Bad input is refused with code 2 before any call to Temporal:', () => {
  it.each<[string, readonly string[], string]>([
    ['no command', [], 'Usage: reversals'],
    ['an unknown command', ['frobnicate'], "unknown command 'frobnicate'"],
    ['an unknown option', ['refund', '--amout', '5'], 'Did you mean --amount?'],
    ['a word too many', ['list', 'all'], 'too many arguments'],
    [
      'an option without its value',
      ['refund', ...named, ...payment(), '--amount', '--no-wait'],
      'Its value is missing',
    ],
    ['an option at the end without its value', ['refund', '--amount'], 'argument missing'],
    ['an option given twice', ['refund', '--amount', '5', '--amount', '50'], 'It is given twice'],
    ['a limit that is no number', ['list', '--limit', 'many'], 'whole number from 1 to 1000'],
    ['a limit of nothing', ['list', '--limit', '0'], 'whole number from 1 to 1000'],
    ['a port beyond the last', ['simulator', '--port', '70000'], 'whole number from 0 to 65535'],
    ['no payment', ['cancel', ...request], '--payment is missing'],
    [
      'a payment given twice',
      ['cancel', ...request, ...payment(), '--payment', 'p.json'],
      '--payment is given together with',
    ],
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
    ['a preview of nothing', ['preview', ...named, ...payment()], "missing required argument 'operation'"],
    ['a preview of something else', ['preview', ...named, 'charge'], 'Allowed choices are cancel, refund'],
    ['a refund of no payment', ['refund'], "missing required argument 'payment-id'"],
    ['a refund without the id of its request', ['refund', 'order-1'], "missing required argument 'request-id'"],
    ['an id that ends with a space', ['show', 'order-1', 'r-1 '], '<request-id> starts or ends with a space'],
    ['an id of nothing', ['show', ''], '<payment-id> is empty'],
    ['an event of an unknown kind', ['record', 'p', 'captured'], 'Allowed choices are captureStarted'],
    ['an event without a payment', ['record', '', 'settled', '--event-id', 'f'], '<payment-id> is empty'],
    ['no event', ['record', 'p'], '--event is missing'],
    ['an event given twice', ['record', 'p', 'settled', '--event', 'f.json'], '--event is given together with'],
    ['an event without its amount', ['record', 'p', 'captureSucceeded'], '--amount is missing: give an amount'],
    [
      'an event in half yen',
      ['record', 'p', 'captureStarted', '--amount', '1.5', '--currency', 'JPY'],
      '--amount has decimals',
    ],
    ['a failed refund without proof', ['record', 'p', 'refundFailed'], '--evidence is missing'],
    ['a correction without what is right', ['correct', 'p', 'e1', '--evidence', 'x'], '--amount and neverHappened'],
    ['a correction without proof', ['correct', 'p', 'e1', '--never-happened'], '--evidence is missing'],
    ['a correction as an event', ['record', 'p', 'correction'], 'Allowed choices are captureStarted'],
    ['an export of no such format', ['export', 'p', '--format', 'xml'], 'Allowed choices are csv, json'],
    ['an export with another separator', ['export', 'p', '--separator', '|'], 'Allowed choices are ,, ;'],
    [
      'a payment that is not there',
      ['record', 'p', 'settled', '--payment', '/no/payment.json'],
      '--payment names a file that cannot be read',
    ],
    ['rules that are not there', ['cancel', ...request, ...payment(), '--rules', '/no/rules.yaml'], 'does not exist'],
    ['no gateway to store a card', ['store-card'], 'ORCHESTRA_BASE_URL is not set'],
    ['no gateway for a worker', ['worker'], 'ORCHESTRA_API_KEY is not set'],
  ])('%s', async (_what, argv, says) => {
    const { code, stdout, stderr } = await reversals(argv);
    expect(stderr).toContain(says);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  it('all problems are reported at once, by the options that were typed', async () => {
    const { stderr } = await reversals([
      'refund',
      'p',
      '',
      '--reference',
      'a',
      '--currency',
      'USD',
      '--captured',
      '1.999',
    ]);
    const fields = stderr.split('\n').flatMap((line) => /^ {2}(\S+)/.exec(line)?.[1] ?? []);
    expect(fields.sort()).toEqual(
      ['--account', '--authorized', '--authorized-at', '--captured', '--reason', '--requester', '<request-id>'].sort(),
    );
  });

  it('a file keeps the names of its own fields', async () => {
    const { stderr } = await reversals(['cancel', ...request, '--payment', '-'], { stdin: '{ "paymentID": "p" }' });
    expect(stderr).toContain('payment.paymentID is not a known field: did you mean paymentId?');
    expect(stderr).toContain('payment.currency is missing');
  });

  it('invalid JSON is reported by its line', async () => {
    const stdin = '{\n  "paymentId": "p",\n  "currency" "USD"\n}';
    const { stderr } = await reversals(['cancel', ...request, '--payment', '-'], { stdin });
    expect(stderr).toContain('--payment is not valid JSON: see line 3');
  });

  it('--json makes it one document', async () => {
    const { code, stdout } = await reversals(['cancel', ...named, '--json']);
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      error: { code: 'usage', problems: expect.arrayContaining([expect.objectContaining({ field: '--payment' })]) },
    });
  });
});

describe('Help', () => {
  const commands = ['worker', 'simulator', 'cancel', 'refund', 'preview', 'show', 'list', 'record', 'store-card'];

  it.each(commands)('of %s has examples that name it, and lists --json', async (command) => {
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
