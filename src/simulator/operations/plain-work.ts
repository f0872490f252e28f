import type { Answer, GatewayOperation } from '../answer';
import type { Work } from '../play-fault';

/** Work that moves no money: accepting it for later is the same as doing it. */
export function plainWork(operation: GatewayOperation, perform: () => Answer, gatewayName = 'Generic'): Work {
  return { operation, gatewayName, currency: null, perform, accept: () => ({ answer: perform(), reference: null }) };
}
