/** A request with every documented field told. */
export function fullRequest(): Record<string, unknown> {
  return {
    requestId: 'return-1001-line-2',
    operation: 'refund',
    amountMinor: 2500,
    expectedRefundableMinor: 10000,
    requester: { id: 'alice', onBehalfOf: 'bob' },
    token: 'header.body.signature',
    reason: 'damaged in transit',
    payment: fullPayment(),
  };
}

export function fullPayment(): Record<string, unknown> {
  return {
    paymentId: 'order-1001',
    kind: 'authorization',
    currency: 'USD',
    authorizedMinor: 10000,
    authorizationReference: 'auth_1',
    authorizedAt: '2026-11-20T10:00:00Z',
    authorizationExpiresAt: '2026-11-27T10:00:00+02:00',
    gatewayAccount: 'stripe-production',
    captures: [
      {
        captureId: 'c2',
        status: 'succeeded',
        amountMinor: 6000,
        gatewayReference: 'cap_2',
        capturedAt: '2026-11-21T10:00:00.123Z',
        settledAt: '2026-11-22T10:00Z',
      },
      {
        captureId: 'c1',
        status: 'started',
        amountMinor: 4000,
        gatewayReference: null,
        capturedAt: null,
        settledAt: null,
      },
    ],
    card: {
      cardNumber: '@nQGywsQE9gbU',
      cardHolderName: 'Jane Smith',
      expirationMonth: 12,
      expirationYear: 2027,
      cvv: '@cvvToken',
      cardType: 'Visa',
      ownerID: 'owner-1',
      issueNumber: '1',
      threeDSAuthentication: {
        authenticationValue: 'AAABBBCCC=',
        eci: '05',
        merchantName: 'Shop',
        version: '2.2.0',
        xid: 'xid-1',
        sli: '212',
      },
    },
    payerDetails: {
      clientIPAddress: '127.0.0.1',
      countryCode: 'US',
      address1: '1 Main Street',
      address2: null,
      address3: null,
      postCode: '10001',
      city: 'New York',
      stateProvince: 'NY',
    },
    certificateName: 'client-2026',
    networkTokenBrand: 'Visa',
  };
}

/** A request with what is required and nothing else. */
export function smallestRequest(): Record<string, unknown> {
  return {
    requestId: 'cancel-1001',
    operation: 'cancel',
    requester: { id: 'alice' },
    reason: 'out of stock',
    payment: {
      paymentId: 'order-1001',
      kind: 'authorization',
      currency: 'JPY',
      authorizedMinor: 1500,
      authorizationReference: 'auth_1',
      authorizedAt: '2026-11-20T10:00:00Z',
      gatewayAccount: 'stripe-production',
    },
  };
}

const told = { eventId: 'f1', source: 'capture-service', at: '2026-11-20T10:00:00Z' };
const amount = { amountMinor: 2500, currency: 'USD' };

/** One event of each kind. */
export const eventsOfEachKind: readonly Record<string, unknown>[] = [
  { ...told, kind: 'captureStarted', captureId: 'c1', ...amount },
  { ...told, kind: 'captureSucceeded', captureId: 'c1', ...amount, gatewayReference: 'cap_1' },
  { ...told, kind: 'captureFailed', captureId: 'c1', evidence: null },
  { ...told, kind: 'settled', captureId: 'c1' },
  { ...told, kind: 'disputeOpened', disputeId: 'd1', captureId: 'c1', ...amount },
  { ...told, kind: 'disputeClosed', disputeId: 'd1', outcome: 'won' },
  { ...told, kind: 'refundSucceeded', legId: 'r1/c1/1', gatewayReference: 're_1' },
  { ...told, kind: 'refundFailed', legId: 'r1/c1/1', evidence: 'ticket 7' },
  { ...told, kind: 'voidSucceeded', legId: 'r1/auth/1' },
  { ...told, kind: 'voidFailed', legId: 'r1/auth/1', evidence: 'ticket 7' },
  { ...told, kind: 'externalRefund', captureId: 'c1', ...amount, gatewayReference: 're_9', evidence: 'portal' },
  { ...told, kind: 'externalRefundFailed', refundEventId: 'e9', evidence: 'ticket 7' },
  { ...told, kind: 'authorizationChanged', ...amount },
  { ...told, kind: 'accountChanged', gatewayAccount: 'stripe-2', evidence: 'ticket 7' },
  { ...told, kind: 'correction', corrects: 'e9', ...amount, evidence: 'ticket 7' },
];

/** The places of a value's fields, leaves and branches alike. */
export function pathsOf(value: unknown, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  const children = Object.entries(value).flatMap(([key, child]) =>
    pathsOf(child, [...path, Array.isArray(value) ? Number(key) : key]),
  );
  return path.length === 0 ? children : [path, ...children];
}

/** A copy of the value with one place set; `undefined` takes an object's field out. */
export function withAt(value: unknown, path: readonly (string | number)[], put: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return put;
  if (Array.isArray(value))
    return value.map((item: unknown, index) => (index === key ? withAt(item, rest, put) : item));
  const record = value as Record<string, unknown>;
  const next = withAt(record[key], rest, put);
  const others = Object.entries(record).filter(([name]) => name !== key);
  return Object.fromEntries(next === undefined ? others : [...others, [String(key), next]]);
}

/** The value at a place. */
export function at(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((held, key) => (held as Record<string | number, unknown>)[key], value);
}

const decided = {
  requestId: 'return-1001-line-2',
  planVersion: 2,
  refundMinor: 2500,
  voidMinor: 0,
  currency: 'USD',
  destination: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  approver: { id: 'bob', onBehalfOf: null },
  token: 'header.body.signature',
};

/** A decision of each kind. */
export const decisionsOfEachKind: readonly Record<string, unknown>[] = [
  { ...decided, decision: 'approve' },
  { ...decided, decision: 'reject', comment: 'the goods never came back' },
];

export const fullWithdrawal: Record<string, unknown> = {
  requestId: 'return-1001-line-2',
  actor: { id: 'alice' },
  reason: 'asked twice',
  token: null,
};

export const fullResolution: Record<string, unknown> = {
  legId: 'return-1001-line-2/c1/1',
  outcome: 'succeeded',
  gatewayReference: 're_1',
  amountMinor: 2500,
  evidence: 'settlement report of 2026-11-21',
  actor: { id: 'bob' },
  token: 'header.body.signature',
  coSignedBy: [{ id: 'carol', token: 'header.body.signature' }],
};

export const fullRecovery: Record<string, unknown> = {
  runId: 'run-1',
  actor: { id: 'bob', onBehalfOf: 'finance' },
  reason: 'reset by mistake',
  token: 'header.body.signature',
};
