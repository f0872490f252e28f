import type { Answer, GatewayOperation } from '../answer';
import { gatewayOfAccount, simulatedGateways } from '../gateways';
import { noFacts } from '../serve-request';
import type { Prepare } from '../serve-request';
import type { Simulation } from '../simulation';
import { plainWork } from './plain-work';

/** Accounts were made before the simulator was; the moment means nothing. */
const creationTime = '2026-01-01T00:00:00Z';

/** Answers `GET /PaymentGateway`. */
export const prepareListGateways = reading('listGateways', () => simulatedGateways);

/** Answers `GET /PaymentGatewayAccounts`. */
export const prepareListAccounts = reading('listAccounts', ({ settings }) => settings.accounts.map(describeAccount));

/** Answers `GET /PaymentGatewayAccounts/{name}`; credentials are never shown. */
export const prepareShowAccount = reading('showAccount', ({ settings }, name) =>
  settings.accounts.includes(name) ? { ...describeAccount(name), credentials: [] } : null,
);

/** Answers `GET /Utils/apiKey`: a request that reaches this code has the right key. */
export const prepareCheckApiKey = reading('checkApiKey', () => ({
  status: 'OK',
  userName: 'simulator',
  accountId: 1,
  isSandbox: true,
}));

/** A request without a body; what is not found answers 404. */
function reading(operation: GatewayOperation, show: (simulation: Simulation, name: string) => object | null): Prepare {
  return (simulation, _source, context) => {
    const perform = (): Answer => {
      const body = show(simulation, context.req.param('name') ?? '');
      return { httpStatus: body === null ? 404 : 200, body };
    };
    return { ok: true, body: { facts: noFacts, work: plainWork(operation, perform) } };
  };
}

function describeAccount(name: string): object {
  return { name, paymentGatewayName: gatewayOfAccount(name), creationTime };
}
