import type { Answer, GatewayOperation } from '../answer';
import { readBody, stringTokenSchema } from '../bodies';
import { noFacts } from '../serve-request';
import type { Prepare } from '../serve-request';
import type { StoredString, Vault } from '../vault';
import { plainWork } from './plain-work';

/** Keeps a string: 201 with its token, without the `@` that a request's card needs, and its place in `Location`. */
export const prepareStoreStringToken: Prepare = ({ vault }, source, context) => {
  const read = readBody(stringTokenSchema, source);
  if (!read.ok) return read;
  const perform = (): Answer => {
    const stored = vault.store(read.body.payload);
    const location = new URL(`/StringTokens/${stored.token}`, context.req.url).href;
    return { httpStatus: 201, headers: { location }, body: describe(stored) };
  };
  return { ok: true, body: { facts: noFacts, work: plainWork('storeStringToken', perform) } };
};

/** Shows a kept string. */
export const prepareShowStringToken = byToken('showStringToken', (_vault, stored) => ({
  ...describe(stored),
  clearPayload: stored.payload,
}));

/** Shows when a string was kept, not the string. */
export const prepareDescribeStringToken = byToken('describeStringToken', (_vault, stored) => describe(stored));

/** Deletes a string permanently. */
export const prepareDeleteStringToken = byToken('deleteStringToken', (vault, { token }) => {
  vault.delete(token);
  return null;
});

function byToken(operation: GatewayOperation, act: (vault: Vault, stored: StoredString) => object | null): Prepare {
  return ({ vault }, _source, context) => {
    const token = context.req.param('token') ?? '';
    if (!/^[A-Za-z0-9]{32}$/.test(token)) {
      return { ok: false, problems: [{ field: 'token', message: 'must be 32 letters or digits, without the @' }] };
    }
    const perform = (): Answer => {
      const stored = vault.find(token);
      return stored === null ? { httpStatus: 404, body: null } : { httpStatus: 200, body: act(vault, stored) };
    };
    return { ok: true, body: { facts: noFacts, work: plainWork(operation, perform) } };
  };
}

function describe({ token, createTime }: StoredString): object {
  return { token, createTime };
}
