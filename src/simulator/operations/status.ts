import { rejection, resultAnswer } from '../answer';
import type { Answer } from '../answer';
import { readBody, statusRequestSchema } from '../bodies';
import { gatewayOfAccount } from '../gateways';
import { majorUnitsOf } from '../minor-units';
import type { Prepare } from '../serve-request';
import { plainWork } from './plain-work';

/**
 * Reads a lookup, by the gateway's reference or by the caller's. An answer says that the transaction was found; its state
 * is the raw word in `gatewayResultCode`, and `gatewayResultSubCode` says which operation it was. Of several with one
 * `myRef` the newest is found.
 */
export const prepareStatus: Prepare = ({ state, settings }, source) => {
  const read = readBody(statusRequestSchema, source);
  if (!read.ok) return read;
  const { refTransId, paymentGatewayAccount, paymentGatewayAccountName } = read.body;
  const reference = refTransId === '' ? null : (refTransId ?? null);
  const myRef = read.body.myRef === '' ? null : (read.body.myRef ?? null);
  const gatewayName = paymentGatewayAccount?.paymentGatewayName ?? gatewayOfAccount(paymentGatewayAccountName);
  const perform = (): Answer => {
    const found = state.find(
      (each) =>
        (reference === null || each.reference === reference) &&
        (myRef === null || each.myRef === myRef) &&
        (settings.lookupsSeeReversals || each.operation === 'authorize' || each.operation === 'charge'),
    );
    if (found === null) return rejection('status', 'resource_missing', gatewayName);
    return resultAnswer('status', 'Success', {
      operationResultDescription: 'Transaction found',
      gatewayName,
      gatewayReference: found.reference,
      gatewayResultCode: found.state,
      gatewayResultDescription: `The ${found.operation} is ${found.state.replace('_', ' ')}`,
      gatewayResultSubCode: found.operation,
      amount: majorUnitsOf(found.amountMinor, found.currency),
      currency: found.currency,
    });
  };
  return {
    ok: true,
    body: {
      facts: { myRef, reference, amountMinor: null, currency: null },
      work: plainWork('status', perform, gatewayName),
    },
  };
};
