import { LedgerNotFoundError, type LedgerView } from '../../src/client';
import type { Movement } from '../../src/simulator';
import { audit, type Finding } from './audit';
import { counted, grouped } from './grouped';
import { believedAtGateway, believedIn } from './lies/audit';
import type { LieBook } from './lies/book';
import { startAnswer } from './lies/first-runs';
import { card, requester, type PaymentUnderTest } from './payment-under-test';
import type { Stage } from './stage';
import { unknownsOf } from './unknowns';

/** Compares every ledger with the gateway and with what was truly said, and counts what happened. */
export async function auditAll(stage: Stage, payments: readonly PaymentUnderTest[], book: LieBook) {
  const { simulator } = stage;
  const movements = simulator.movements();
  const requests = simulator.requests();
  const byPayment = grouped(movements, ({ payment }) => payment);
  const against = new Map(simulator.transactions().map(({ reference, against: of }) => [reference, of]));
  const captureOf = (reference: string): string | null => against.get(reference) ?? null;
  const views: LedgerView[] = [];
  const findings: Finding[] = [...book.findings, ...believedAtGateway(requests, book.forgedRefs)];
  for (const payment of payments) {
    const view = await viewOf(stage, payment, findings);
    if (view !== null) views.push(view);
    findings.push(...auditOne(payment, view, byPayment.get(payment.reference) ?? [], captureOf));
  }
  for (const ghost of book.ghosts) findings.push(...(await auditGhost(stage, ghost)));
  const unaccounted = movements.filter(({ payment }) => !payments.some(({ reference }) => reference === payment));
  for (const { operation, payment: paymentId, reference: what } of unaccounted) {
    if (operation === 'refund' || operation === 'void') findings.push({ kind: 'lost', paymentId, what });
  }
  return {
    views,
    findings,
    movements: counted(movements.map(({ operation }) => operation)),
    faults: counted(requests.flatMap(({ fault }) => (fault === null ? [] : [fault]))),
    unknowns: unknownsOf(views),
    outcomes: counted(views.flatMap((view) => view.reversals.map(({ outcome, phase }) => outcome ?? phase))),
  };
}

async function viewOf(
  { client }: Stage,
  { paymentId }: PaymentUnderTest,
  findings: Finding[],
): Promise<LedgerView | null> {
  try {
    return await client.show(paymentId);
  } catch (error) {
    if (!(error instanceof LedgerNotFoundError)) {
      findings.push({ kind: 'untrue', paymentId, what: `its ledger does not answer: ${String(error)}` });
    }
    return null;
  }
}

function auditOne(
  { paymentId, story, answered, requests, told }: PaymentUnderTest,
  view: LedgerView | null,
  movements: readonly Movement[],
  captureOf: (reference: string) => string | null,
): Finding[] {
  const admitted = [...answered].filter(([, answer]) => answer.admitted).map(([requestId]) => requestId);
  const findings = audit({ paymentId, view, movements, captureOf, admitted });
  if (view === null) return findings;
  const requestIds = new Set(requests.keys());
  const { cardHolderName } = card;
  return [...findings, ...believedIn({ view, story, cardHolderName, requester, requestIds, told })];
}

/** A ledger that was started with an invented state has still learned nothing, and admits nothing. */
async function auditGhost({ client }: Stage, request: LieBook['ghosts'][number]): Promise<Finding[]> {
  const { paymentId } = request.payment;
  try {
    const { answer, finding } = startAnswer(await client.request(request, { wait: false }));
    return finding === null
      ? []
      : [{ kind: finding, paymentId, what: `its first run had a state, and it is ${answer}` }];
  } catch (error) {
    return [{ kind: 'untrue', paymentId, what: `its ledger does not answer: ${String(error)}` }];
  }
}
