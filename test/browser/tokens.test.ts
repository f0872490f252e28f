import { writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { actSigner } from '../../src/console/act-token';
import type { PaymentSnapshot } from '../../src/contract/payment-snapshot';
import type { ReversalRequest } from '../../src/contract/reversal-request';
import { requestTerms } from '../../src/contract/token-terms';
import { parseRules } from '../../src/rules/rules-file';
import { readSigningKey } from '../../src/security/make-token';
import { audience, claimsFor, issuer, keyPair, signed } from '../support/tokens';
import { useFolder } from '../support/use-folder';
import { refundOf, told } from '../support/world';
import { askInBrowser, card, paymentPage, stands, useConsoleWorld } from './support/console-world';

const folder = useFolder();
const key = keyPair();

/** Nobody is taken at their word: what people do is signed by the console for this one act. */
const world = useConsoleWorld(async () => {
  const publicKeyFile = path.join(folder, 'public.pem');
  writeFileSync(publicKeyFile, key.pem);
  const rules = parseRules({
    identity: { issuer, audience, publicKeyFile },
    approvals: {
      thresholds: [{ currency: 'USD', above: '100.00', approvers: 1 }],
    },
    roles: { mayApprove: { claim: 'groups', anyOf: ['refund-approver'] } },
    default: { profile: 'generic' },
  });
  const signer = actSigner(
    await readSigningKey(key.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()),
    rules,
  );
  return { rules, signer };
});

/** What opens the ledger: a service, which proves itself by a token of its own. */
function byService(payment: PaymentSnapshot): ReversalRequest {
  const service = { id: 'order-service', onBehalfOf: null };
  const request = { ...refundOf(payment, 100), amountMinor: 100, requester: { id: service.id } };
  return { ...request, token: signed(claimsFor(service, requestTerms(request)), key) };
}

describe('Where identities are proved, the console', () => {
  it('proves who asks and who approves, each act by a token of its own', async () => {
    const payment = await world.captured(80_000);
    // Nobody proves who asks here, so that only the console's requests, and the service's, are believed.
    expect(await world.client.request(refundOf(payment, 2_500))).toMatchObject({
      reason: { code: 'identityUnproven' },
    });
    await world.client.request(byService(payment));
    const { page: alice } = await world.signedIn('alice');
    await askInBrowser(alice, payment.paymentId, { amount: '500.00', reason: 'wrong item', requestId: 'return-1' });
    await stands(alice, 'return-1', 'Waiting for approval');
    const { page: bob } = await world.signedIn('bob');
    await bob.goto(paymentPage(payment));
    await card(bob, 'return-1')
      .getByRole('button', { name: /Approve/ })
      .click();
    await stands(bob, 'return-1', 'Refunded');
    expect(world.returned(payment).map(told)).toEqual(['refund 100 USD', 'refund 50000 USD']);
  });

  it('gives nobody a role that the sign-in did not report', async () => {
    const payment = await world.captured(50_000);
    await world.client.request(byService(payment));
    const { page: alice } = await world.signedIn('alice');
    await askInBrowser(alice, payment.paymentId, { amount: '300.00', reason: 'late', requestId: 'return-2' });
    const { page: erin } = await world.signedIn('erin', {}, 'support');
    await erin.goto(paymentPage(payment));
    await card(erin, 'return-2')
      .getByRole('button', { name: /Approve/ })
      .click();
    await erin.getByText(/Not accepted/).waitFor();
    expect(world.returned(payment).map(told)).toEqual(['refund 100 USD']);
  });
});
