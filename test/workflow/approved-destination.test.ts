import { randomUUID } from 'node:crypto';
import { decisionTerms, requestTerms, type TokenTerms } from '../../src/contract/token-terms';
import type { PaymentSnapshot } from '../../src/contract/payment-snapshot';
import type { ReversalRequest } from '../../src/contract/reversal-request';
import type { Gateway } from '../../src/gateway';
import { shownTerms } from '../../src/domain/views/shown-terms';
import { parseRules } from '../../src/rules/rules-file';
import { completed } from '../support/approving';
import { claimsFor, keyPair, signed } from '../support/tokens';
import { identityIn, useFolder } from '../support/use-folder';
import { useWorld } from '../support/use-world';
import { cancelOf, card, refundOf, told } from '../support/world';

const key = keyPair();
const folder = useFolder();
const rules = parseRules({
  approvals: { thresholds: [{ currency: 'USD', above: '100.00', approvers: 1 }] },
  identity: identityIn(folder, key),
  default: { profile: 'generic', overrides: { voidsUnsettledCharges: true } },
});
const world = useWorld({ rules, simulator: { voidsUnsettledCharges: true }, startWorker: false });
const sent: { readonly card: string; readonly reference: string }[] = [];
beforeAll(() => world.startWorker({}, recording(world.gateway)));

/** A gateway that keeps in mind to which card it was asked to refund. */
function recording(gateway: Gateway): Gateway {
  return {
    requestTimeoutMs: gateway.requestTimeoutMs,
    refund: (request, call) => {
      sent.push({ card: request.card.cardNumber, reference: request.refTransId });
      return gateway.refund(request, call);
    },
    void: (request, call) => gateway.void(request, call),
    lookup: (request, call) => gateway.lookup(request, call),
    ping: (call) => gateway.ping(call),
  };
}

const cardsOf = ({ captures }: PaymentSnapshot): readonly string[] =>
  sent.filter(({ reference }) => reference === captures?.[0]?.gatewayReference).map((one) => one.card);

const other = { ...card, cardNumber: '@tok_other', cardHolderName: 'Mal Lory' };

const tokenOf = (id: string, terms: TokenTerms): string => signed(claimsFor({ id, onBehalfOf: null }, terms), key);
const proved = (request: ReversalRequest): ReversalRequest => ({
  ...request,
  token: tokenOf(request.requester.id, requestTerms(request)),
});

async function approve(payment: PaymentSnapshot, requestId: string, version?: number) {
  const view = await world.client.find(payment.paymentId, requestId);
  const terms = view === null ? null : shownTerms(view);
  if (terms === null) throw new Error('The test expected a plan.');
  const decision = { ...terms, planVersion: version ?? terms.planVersion };
  const token = tokenOf('bob', decisionTerms(payment.paymentId, { ...decision, decision: 'approve' }));
  return world.client.approve(payment.paymentId, { ...decision, approver: { id: 'bob' }, token });
}

describe('A refund of 900.00 that waits for approval', () => {
  it('is not sent to the card that a repeat without a token names', async () => {
    const payment = await world.captured(100_000);
    const request = proved(refundOf(payment, 90_000));
    expect(await world.client.request(request)).toMatchObject({ waitingFor: 'approval', plan: { version: 1 } });
    const repeat = { ...request, token: null, payment: { ...payment, card: other } };
    const again = await world.client.request(repeat);
    expect(again).toMatchObject({
      waitingFor: 'approval',
      plan: { version: 1, destination: { card: { holder: 'Jane Smith' } } },
    });
    expect(await approve(payment, request.requestId)).toMatchObject({ accepted: true });
    await completed(world, payment, again);
    expect(world.returned(payment).map(told)).toEqual(['refund 90000 USD']);
    const { notes } = await world.client.show(payment.paymentId);
    expect(notes.map(({ why }) => why)).toEqual([expect.stringContaining('nothing of it was taken')]);
    expect(cardsOf(payment)).toEqual([card.cardNumber]);
  });

  it('is approved anew where its requester proves the change, by a token that names the new destination', async () => {
    const payment = await world.captured(100_000);
    const request = proved(refundOf(payment, 90_000, `return-${randomUUID()}`));
    const before = await world.client.request(request);
    const changed = proved({ ...request, payment: { ...payment, card: other } });
    const after = await world.client.request(changed);
    expect(after).toMatchObject({ waitingFor: 'approval', plan: { version: 2 }, approvals: { given: [] } });
    expect(after.plan?.destination.digest).not.toBe(before.plan?.destination.digest);
    expect(await approve(payment, request.requestId, 1)).toMatchObject({ reason: { code: 'planChanged' } });
    const { audit } = await world.client.show(payment.paymentId);
    expect(audit[0]).toMatchObject({ act: 'destinationChanged', by: { id: 'alice' } });
    expect(JSON.stringify(audit)).not.toContain('tok_other');
    expect(await approve(payment, request.requestId)).toMatchObject({ accepted: true });
    await completed(world, payment, after);
    expect(world.returned(payment).map(told)).toEqual(['refund 90000 USD']);
    expect(cardsOf(payment)).toEqual([other.cardNumber]);
  });
});

describe('Approval looks at what leaves the merchant', () => {
  it('a captured 10,000.00 that one person cancels waits, though it would be voided', async () => {
    const payment = await world.captured(1_000_000);
    const cancel = proved(cancelOf(payment));
    const view = await world.client.request(cancel);
    expect(view).toMatchObject({ waitingFor: 'approval', plan: { row: 4 }, approvals: { needed: 1 } });
    expect(world.returned(payment)).toEqual([]);
    expect(await approve(payment, cancel.requestId)).toMatchObject({ accepted: true });
    await completed(world, payment, view);
    expect(world.returned(payment).map(told)).toEqual(['void 1000000 USD']);
  });

  it('the second of ten refunds of 100.00 waits', async () => {
    const payment = await world.captured(100_000);
    expect(await world.client.request(proved(refundOf(payment, 10_000)))).toMatchObject({ outcome: 'refunded' });
    for (let number = 2; number <= 10; number += 1) {
      const view = await world.client.request(proved(refundOf(payment, 10_000)));
      expect(view).toMatchObject({ waitingFor: 'approval', approvals: { countedMinor: number * 10_000 } });
    }
    expect(world.returned(payment).map(told)).toEqual(['refund 10000 USD']);
  });
});
