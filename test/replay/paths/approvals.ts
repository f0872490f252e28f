import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import type { ReversalView } from '../../../src/client';
import { signals } from '../../../src/contract/messages';
import { ledgerIdOf } from '../../../src/contract/names';
import type { PaymentSnapshot } from '../../../src/contract/payment-snapshot';
import { decisionTerms, requestTerms, withdrawalTerms } from '../../../src/contract/token-terms';
import { askedTerms, refundDigest } from '../../support/approving';
import { parseRules, type Rules } from '../../../src/rules/rules-file';
import { audience, claimsFor, issuer, keyPair, signed } from '../../support/tokens';
import { cancelOf, refundOf, type World } from '../../support/world';
import { asks, becomes, captured, quick, type Walk } from '../walk';

/** Signs what people say whose identities are proved. */
const issuing = keyPair('recording');

/** One person above 10.00 USD; by account, within a second or with a token. */
export function approvalRules(): Rules {
  const folder = mkdtempSync(path.join(tmpdir(), 'reversals-recording-'));
  const publicKeyFile = path.join(folder, 'public.pem');
  writeFileSync(publicKeyFile, issuing.pem);
  const approvals = { thresholds: [{ currency: 'USD', above: '10.00', approvers: 1 }] };
  const read = parseRules({
    identity: 'trusted',
    approvals,
    accounts: {
      'stripe-production': quick,
      'proves-identity': { ...quick, identity: { issuer, audience, publicKeyFile } },
      expires: { ...quick, approvals: { ...approvals, expiresAfterHours: 1 / 1800 } },
    },
  });
  rmSync(folder, { recursive: true });
  return read;
}

async function approve(world: World, { paymentId }: PaymentSnapshot, view: ReversalView, who = 'bob'): Promise<void> {
  const { accepted, reason } = await world.client.approve(paymentId, askedTerms(view, who));
  if (!accepted) throw new Error(`the approval was refused: ${reason?.code ?? '?'}`);
}

const waits = { phase: 'waiting', waitingFor: 'approval' } as const;

/** A person decides, where the rules ask one above 10.00 USD, and the work list is kept. */
export const approvalPaths: readonly Walk[] = [
  captured('approved-refund', async (world, payment) => {
    const view = await asks(world, refundOf(payment, 6_000, 'line-1'), waits);
    await approve(world, payment, view);
    await becomes(world, { payment, requestId: 'line-1' }, { outcome: 'refunded' });
  }),
  captured('approved-by-signal', async (world, payment) => {
    const view = await asks(world, refundOf(payment, 6_000, 'line-1'), waits);
    const handle = world.connections.client.workflow.getHandle(ledgerIdOf(payment.paymentId));
    await handle.signal(signals.approveReversal.name, { nonsense: true });
    await handle.signal(signals.approveReversal, askedTerms(view, 'bob'));
    await becomes(world, { payment, requestId: 'line-1' }, { outcome: 'refunded' });
  }),
  captured('approved-early', async (world, payment) => {
    await asks(world, refundOf(payment, 100, 'line-1'), { outcome: 'refunded' });
    const early = { requestId: 'line-2', planVersion: 1, refundMinor: 6_000, voidMinor: 0, currency: 'USD' };
    const destination = refundDigest(payment);
    await world.client.approve(payment.paymentId, { ...early, destination, approver: { id: 'bob' } });
    await asks(world, refundOf(payment, 6_000, 'line-2'), { outcome: 'refunded' });
  }),
  captured('rejected-refund', async (world, payment) => {
    const view = await asks(world, refundOf(payment, 6_000, 'line-1'), waits);
    await world.client.reject(payment.paymentId, { ...askedTerms(view, 'bob'), comment: 'no return seen' });
    await becomes(world, { payment, requestId: 'line-1' }, { outcome: 'rejected' });
  }),
  captured('withdrawn-refund', async (world, payment) => {
    await asks(world, refundOf(payment, 6_000, 'line-1'), waits);
    const withdrawal = { requestId: 'line-1', actor: { id: 'alice' }, reason: 'a mistake' };
    await world.client.withdraw(payment.paymentId, withdrawal);
    await becomes(world, { payment, requestId: 'line-1' }, { outcome: 'withdrawn' });
  }),
  captured(
    'approval-expired',
    async (world, payment) => {
      await asks(world, refundOf(payment, 6_000, 'line-1'), waits);
      await becomes(world, { payment, requestId: 'line-1' }, { outcome: 'rejected' });
    },
    { gatewayAccount: 'expires' },
  ),
  captured('cancel-supersedes-approval', async (world, payment) => {
    await asks(world, refundOf(payment, 6_000, 'line-1'), waits);
    const cancel = await asks(world, cancelOf(payment, 'cancel'), waits);
    await approve(world, payment, cancel);
    await becomes(world, { payment, requestId: 'cancel' }, { outcome: 'refunded' });
  }),
  captured(
    'approved-by-token',
    async (world, payment) => {
      const person = (id: string) => ({ id, onBehalfOf: null });
      const { paymentId } = payment;
      await asks(world, refundOf(payment, 6_000, 'line-0'), { outcome: 'refused' });
      const asked = refundOf(payment, 6_000, 'line-1');
      const token = signed(claimsFor(person('alice'), requestTerms(asked)), issuing);
      const view = await asks(world, { ...asked, token }, waits);
      const terms = askedTerms(view, 'bob');
      const named = decisionTerms(paymentId, { ...terms, decision: 'approve' });
      await world.client.approve(paymentId, { ...terms, token: 'forged' });
      const withdrawal = withdrawalTerms(paymentId, { requestId: 'line-1' });
      const stolen = signed(claimsFor(person('mallory'), withdrawal), issuing);
      await world.client.withdraw(paymentId, {
        ...{ requestId: 'line-1', actor: { id: 'alice' }, reason: 'a mistake', token: stolen },
      });
      await world.client.approve(paymentId, { ...terms, token: signed(claimsFor(person('bob'), named), issuing) });
      await becomes(world, { payment, requestId: 'line-1' }, { outcome: 'refunded' });
    },
    { gatewayAccount: 'proves-identity' },
  ),
];
