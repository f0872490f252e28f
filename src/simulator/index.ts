/** The entry point `temporal-payment-reversals/simulator`: a gateway for tests and demos that counts every movement of money. */
export { startSimulator } from './simulator';
export type { Simulator } from './simulator';
export { SimulatorInputError } from './problems';
export type { InputProblem } from './problems';
export type { SimulatorOptions } from './options';
export type { FaultKind, FaultRule } from './fault';
export type { RequestMatch, RequestRecord } from './journal';
export type { MoneyOperation, Movement, RawState, TransactionView } from './transaction';
export type { GatewayOperation } from './answer';
export { sentinels } from './sentinels';
export type { Sentinel } from './sentinels';
