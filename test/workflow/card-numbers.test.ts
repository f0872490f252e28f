import { randomUUID } from 'node:crypto';
import { ledgerIdOf } from '../../src/contract/names';
import type { PaymentSnapshot } from '../../src/contract/payment-snapshot';
import { fieldName as fieldOf } from '../../src/security/card-number';
import { parseRules } from '../../src/rules/rules-file';
import { doors, expectNoLedger, problemsOf, useDoors } from '../support/doors';
import { historyText } from '../support/history';
import { refundOf } from '../support/world';
import { fullPayment, fullRequest, pathsOf, withAt } from '../unit/contract/valid-inputs';

const rules = parseRules({
  default: { profile: 'generic' },
  accounts: { 'refers-by-digits': { profile: 'generic', numericReferences: true } },
});

const at = useDoors({ rules });

/** Every field told, of a payment that nobody else in this run has. */
function request(): Record<string, unknown> {
  const payment = { ...fullPayment(), paymentId: `order-${randomUUID()}` };
  return { ...fullRequest(), requestId: `return-${randomUUID()}`, payment };
}

const cardDigits = /4111[ -]?1111/;

describe.each(doors)('The %s', (_door, enter) => {
  it.each(pathsOf(fullRequest()).map((path) => [fieldOf(path), path] as const))(
    'refuses a card number in %s, and repeats it nowhere',
    async (field, path) => {
      const bad = withAt(request(), path, '4111 1111 1111 1111');
      const problems = await problemsOf(enter(at, bad));
      expect(problems).toContainEqual({ field, message: expect.stringContaining('card number') });
      expect(JSON.stringify(problems)).not.toMatch(cardDigits);
      await expectNoLedger(at, bad);
      expect(await at.world.historyLength(at.open.paymentId)).toBe(at.openLength);
    },
  );
});

describe('References that are digits like a card’s', () => {
  const digits = '5555555555554444';
  const byDigits = (gatewayAccount: string): PaymentSnapshot => ({
    paymentId: `order-${randomUUID()}`,
    kind: 'authorization',
    currency: 'USD',
    authorizedMinor: 10_000,
    authorizationReference: 'auth_1',
    authorizedAt: new Date().toISOString(),
    gatewayAccount,
    captures: [{ captureId: 'c1', status: 'succeeded', amountMinor: 10_000, gatewayReference: digits }],
    card: { cardNumber: '@tok', cardHolderName: 'Jane Smith', expirationMonth: 12, expirationYear: 2030 },
  });
  const clientAndChild = doors.slice(0, 2);

  it.each(clientAndChild)('pass the %s where the rules of the account allow them', async (_door, enter) => {
    const payment = byDigits('refers-by-digits');
    const view = await enter(at, refundOf(payment, 2_500));
    // The simulator, which has no such capture, was asked for it.
    expect(view).toMatchObject({ outcome: 'declined', reason: { code: 'notFoundAtGateway' } });
  });

  it.each(clientAndChild)('are refused by the %s for every other account, and open no ledger', async (_door, enter) => {
    const payment = byDigits('stripe-production');
    const problems = await problemsOf(enter(at, refundOf(payment, 2_500)));
    expect(problems.map(({ field }) => field)).toEqual(['payment.captures[0].gatewayReference']);
    await expectNoLedger(at, { payment });
  });
});

it('No card number is in any history after all this, but for the inputs that others wrote there themselves', async () => {
  const { client } = at.world.connections;
  expect(await historyText(client, ledgerIdOf(at.open.paymentId))).not.toMatch(cardDigits);
  expect(at.children.length).toBeGreaterThan(40);
  for (const child of at.children) {
    const [started, ...after] = (await historyText(client, child)).split('\n');
    expect(started).toContain('workflowExecutionStartedEventAttributes');
    expect(after.join('\n')).not.toMatch(cardDigits);
  }
});
