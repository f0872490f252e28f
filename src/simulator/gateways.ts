/** A gateway behind the simulated API. Source: SPEC PaymentGatewayDescriptionModel. */
export interface GatewayDescription {
  readonly name: string;
  readonly displayName: string;
  readonly paymentGatewayUrl: string;
  readonly description: string;
  readonly credentialsNames: readonly string[];
  readonly supportsNetworkToken: boolean;
}

const describe = (name: string, credentialsNames: readonly string[]): GatewayDescription => ({
  name,
  displayName: name,
  paymentGatewayUrl: `https://${name.toLowerCase()}.example`,
  description: `${name}, simulated`,
  credentialsNames,
  supportsNetworkToken: false,
});

/** What `GET /PaymentGateway` lists. */
export const simulatedGateways: readonly GatewayDescription[] = [
  describe('Stripe', ['SecretKey']),
  describe('Adyen', ['ApiKey', 'MerchantAccount']),
  describe('Worldpay', ['Username', 'Password']),
  describe('Generic', ['Key']),
];

/** The gateway that serves an account, recognised by how the account's name begins: `stripe-production` is Stripe's. */
export function gatewayOfAccount(account: string | null | undefined): string {
  const wanted = account?.toLowerCase() ?? '';
  return simulatedGateways.find(({ name }) => wanted.startsWith(name.toLowerCase()))?.name ?? 'Generic';
}
