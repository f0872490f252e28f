import { Hono } from 'hono';
import type { GatewayOperation } from './answer';
import { controlApp } from './control';
import {
  prepareCheckApiKey,
  prepareListAccounts,
  prepareListGateways,
  prepareShowAccount,
} from './operations/listings';
import { prepareAuth, prepareCaptureOrVoid, prepareRefund } from './operations/money';
import { prepareStatus } from './operations/status';
import {
  prepareDeleteStringToken,
  prepareDescribeStringToken,
  prepareShowStringToken,
  prepareStoreStringToken,
} from './operations/string-tokens';
import { prepareTokenize } from './operations/tokenize';
import { serve } from './serve-request';
import type { Prepare, SimulatorEnv } from './serve-request';
import type { Simulation } from './simulation';

/** The gateway's paths. Source: SPEC, the official OpenAPI document. */
const routes: readonly (readonly [method: string, path: string, operation: GatewayOperation, prepare: Prepare])[] = [
  ['POST', '/PaymentGateway/authorize', 'authorize', prepareAuth('authorize')],
  ['POST', '/PaymentGateway/charge', 'charge', prepareAuth('charge')],
  ['PUT', '/PaymentGateway/capture', 'capture', prepareCaptureOrVoid('capture')],
  ['DELETE', '/PaymentGateway/void', 'void', prepareCaptureOrVoid('void')],
  ['PUT', '/PaymentGateway/refund', 'refund', prepareRefund],
  ['POST', '/PaymentGateway/tokenize', 'tokenize', prepareTokenize],
  ['POST', '/PaymentGateway/status', 'status', prepareStatus],
  ['GET', '/PaymentGateway', 'listGateways', prepareListGateways],
  ['GET', '/PaymentGatewayAccounts', 'listAccounts', prepareListAccounts],
  ['GET', '/PaymentGatewayAccounts/:name', 'showAccount', prepareShowAccount],
  ['POST', '/StringTokens', 'storeStringToken', prepareStoreStringToken],
  ['GET', '/StringTokens/:token', 'showStringToken', prepareShowStringToken],
  ['GET', '/StringTokens/:token/meta', 'describeStringToken', prepareDescribeStringToken],
  ['DELETE', '/StringTokens/:token', 'deleteStringToken', prepareDeleteStringToken],
  ['GET', '/Utils/apiKey', 'checkApiKey', prepareCheckApiKey],
];

/** The whole HTTP surface: the gateway's own paths, and the controls under `/_simulator`. */
export function simulatorApp(simulation: Simulation): Hono<SimulatorEnv> {
  const app = new Hono<SimulatorEnv>();
  for (const [method, path, operation, prepare] of routes) app.on(method, path, serve(simulation, operation, prepare));
  app.route('/_simulator', controlApp(simulation));
  return app;
}
