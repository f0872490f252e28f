import type { z } from 'zod';
import { outcomeAnswer } from '../answer';
import { authRequestSchema, captureVoidRequestSchema, readBody, refundRequestSchema } from '../bodies';
import type { BodyResult } from '../bodies';
import { gatewayOfAccount } from '../gateways';
import { minorUnitsOf } from '../minor-units';
import type { Prepare, Prepared } from '../serve-request';
import type { Simulation } from '../simulation';
import type { MoneyOperation, MoneyOrder } from '../transaction';
import { tokenProblems } from './card-tokens';

type AuthRequest = z.output<typeof authRequestSchema>;
type FollowUpRequest = z.output<typeof captureVoidRequestSchema> | z.output<typeof refundRequestSchema>;

/** Reads an authorization or a charge. */
export const prepareAuth =
  (operation: 'authorize' | 'charge'): Prepare =>
  (simulation, source) =>
    prepareMoney(simulation, operation, readBody(authRequestSchema, source));

/** Reads a capture or a void. */
export const prepareCaptureOrVoid =
  (operation: 'capture' | 'void'): Prepare =>
  (simulation, source) =>
    prepareMoney(simulation, operation, readBody(captureVoidRequestSchema, source));

/** Reads a refund. */
export const prepareRefund: Prepare = (simulation, source) =>
  prepareMoney(simulation, 'refund', readBody(refundRequestSchema, source));

function prepareMoney(
  simulation: Simulation,
  operation: MoneyOperation,
  read: BodyResult<AuthRequest | FollowUpRequest>,
): BodyResult<Prepared> {
  if (!read.ok) return read;
  const { body } = read;
  const problems = tokenProblems(simulation, body.card);
  if (problems.length > 0) return { ok: false, problems };
  const { currency, myRef = null } = body;
  const amountMinor = minorUnitsOf(body.amount, currency) ?? 0;
  const against = 'refTransId' in body ? body.refTransId : null;
  const order: MoneyOrder = { operation, amountMinor, currency, against, myRef };
  const gatewayName =
    body.paymentGatewayAccount?.paymentGatewayName ?? gatewayOfAccount(body.paymentGatewayAccountName);
  const { state } = simulation;
  return {
    ok: true,
    body: {
      facts: { myRef, reference: against, amountMinor, currency },
      work: {
        operation,
        gatewayName,
        currency,
        perform: () => outcomeAnswer(operation, state.perform(order), gatewayName),
        accept: () => {
          const outcome = state.accept(order);
          const reference = outcome.kind === 'accepted' ? outcome.transaction.reference : null;
          return { answer: outcomeAnswer(operation, outcome, gatewayName), reference };
        },
      },
    },
  };
}
