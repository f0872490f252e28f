import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { useFolder } from '../../support/use-folder';
import { reversals } from './terminal';

const number = '4111111111111111';
const folder = useFolder();

function fileWith(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const request = ['order-1', 'r-1', '--requester', 'alice', '--reason', 'damaged'];
const paymentOf = (more: object) => ({
  paymentId: 'order-1',
  kind: 'authorization',
  currency: 'USD',
  authorizedMinor: 10_000,
  authorizationReference: 'auth_1',
  authorizedAt: '2026-11-20T10:00:00Z',
  gatewayAccount: 'stripe-production',
  ...more,
});
const flags = [
  ...['--reference', 'auth_1', '--currency', 'USD', '--authorized', '100.00'],
  ...['--authorized-at', '2026-11-20T10:00:00Z', '--account', 'stripe-production'],
];

describe('A card number is refused without being repeated', () => {
  it.each([
    ['as a card', ['cancel', ...flags, ...request, '--card', number], '--card '],
    ['as a card behind an equals sign', ['cancel', ...flags, ...request, `--card=${number}`], '--card '],
    ['in groups', ['cancel', ...flags, ...request, '--card', '4111 1111 1111 1111'], '--card '],
    ['in a reason', ['refund', 'order-1', 'r-1', ...flags, '--reason', `card ${number}`], '--reason '],
    ['as an amount', ['refund', ...flags, ...request, '--amount', number], '--amount '],
    ['as a payment id', ['show', number], 'argument 2'],
    ['as a command', [number], 'argument 1'],
    ['as an option', ['list', `--${number}`], 'argument 2'],
    ['as words', ['show', '4111', '1111', '1111', '1111'], 'the command line'],
    ['as an event', ['record', 'order-1', number], 'argument 3'],
    ['as a reference of an unlisted account', ['cancel', ...request, '--reference', number], '--reference '],
    [
      'as a reference given twice',
      ['cancel', ...request, '--reference', number, '--reference', number],
      'not repeated',
    ],
    ['as a kind of payment', ['cancel', ...flags, ...request, '--kind', number], '--kind '],
    ['in a file', ['cancel', ...request, '--payment', 'FILE'], 'payment.card.cardNumber'],
    ['in a file that is no JSON', ['cancel', ...request, '--payment', 'BROKEN'], '--payment is not valid JSON'],
  ])('%s', async (_where, argv, says) => {
    const card = { cardNumber: number, cardHolderName: 'Jane', expirationMonth: 12, expirationYear: 2030 };
    const file = fileWith('payment.json', JSON.stringify(paymentOf({ card })));
    const broken = fileWith('broken.json', `{ "cardNumber": ${number} ${number}`);
    const typed = argv.map((word) => (word === 'FILE' ? file : word === 'BROKEN' ? broken : word));
    const { code, stdout, stderr } = await reversals(typed);
    expect(code).toBe(2);
    expect(stderr).toContain(says);
    expect(stdout).toBe('');
    expect(stderr).not.toMatch(/4111/);
  });

  it('but ids of digits pass where the rules say so, and no text beside them', async () => {
    const file = fileWith('ids.yaml', 'accounts:\n  digits: { profile: generic, numericIds: true }\n');
    const argv = [
      'resolve',
      number,
      '--leg',
      `${number}/c1/1`,
      '--outcome',
      'maybe',
      '--evidence',
      'x',
      '--actor',
      'a',
    ];
    expect((await reversals(argv)).stderr).toMatch(/argument 2 looks like a card number.*\n.*--leg looks like a card/);
    const env = { REVERSALS_RULES: file };
    const { code, stderr } = await reversals(argv, { env });
    expect([code, stderr]).toEqual([2, expect.stringContaining('--outcome')]);
    expect(stderr).not.toContain('card number');
    const texted = argv.map((word) => (word === 'x' ? number : word));
    expect((await reversals(texted, { env })).stderr).toContain('--evidence looks like a card number');
  });

  it('but references of digits pass where the rules of their account say so', async () => {
    const rules = fileWith('rules.yaml', 'accounts:\n  digits: { profile: generic, numericReferences: true }\n');
    const argv = [
      ...['cancel', 'order-1', '', '--rules', rules, '--reference', number, '--currency', 'USD'],
      ...['--authorized', '10.00', '--authorized-at', '2026-11-20T10:00:00Z', '--account', 'digits', '--reason', 'x'],
    ];
    const { code, stderr } = await reversals(argv);
    expect(code).toBe(2);
    expect(stderr).toBe(
      'error The command is invalid:\n  <request-id> is empty: give a text\n  --requester is missing: give a text\n',
    );
  });
});
