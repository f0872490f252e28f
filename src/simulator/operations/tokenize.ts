import { randomBytes } from 'node:crypto';
import { resultAnswer } from '../answer';
import { readBody, tokenizeRequestSchema } from '../bodies';
import { gatewayOfAccount } from '../gateways';
import { noFacts } from '../serve-request';
import type { Prepare } from '../serve-request';
import { tokenProblems } from './card-tokens';
import { plainWork } from './plain-work';

/** Reads a request for a gateway's own token of a card. */
export const prepareTokenize: Prepare = (simulation, source) => {
  const read = readBody(tokenizeRequestSchema, source);
  if (!read.ok) return read;
  const problems = tokenProblems(simulation, read.body.card);
  if (problems.length > 0) return { ok: false, problems };
  const { paymentGatewayAccount, paymentGatewayAccountName } = read.body;
  const gatewayName = paymentGatewayAccount?.paymentGatewayName ?? gatewayOfAccount(paymentGatewayAccountName);
  const perform = () =>
    resultAnswer('tokenize', 'Success', {
      operationResultDescription: 'Token created',
      gatewayName,
      gatewayToken: `tok_${randomBytes(4).toString('hex')}`,
      gatewayResultCode: 'approved',
    });
  return { ok: true, body: { facts: noFacts, work: plainWork('tokenize', perform, gatewayName) } };
};
