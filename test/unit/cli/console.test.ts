import { reversals } from './terminal';

const proxy = ['--issuer', 'https://login', '--audience', 'console', '--jwks', 'https://login/jwks'];

describe('reversals console', () => {
  it.each([
    ['no sign-in', [], '--issuer'],
    ['half a proxy', ['--issuer', 'https://login'], '--audience'],
    ['both ways to sign in', ['--demo-sign-in', ...proxy], '--demo-sign-in'],
    ['an address that others can reach, and no proxy', ['--demo-sign-in', '--host', '0.0.0.0'], '--host'],
    ['keys at no address', ['--issuer', 'https://login', '--audience', 'console', '--jwks', 'keys.json'], '--jwks'],
    ['a signing key that is not there', [...proxy, '--signing-key', '/nowhere/key.json'], '--signing-key'],
    [
      'a signing key beside the demo sign-in, with which anybody could sign in any name',
      ['--demo-sign-in', '--signing-key', '/nowhere/key.json'],
      'verifies no one',
    ],
    [
      'keys that travel readable',
      ['--issuer', 'https://login', '--audience', 'console', '--jwks', 'http://login.example/jwks'],
      '--allow-http',
    ],
  ])('does not start with %s', async (_what, args, says) => {
    const { code, stderr } = await reversals(['console', ...args]);
    expect(code).toBe(2);
    expect(stderr).toContain(says);
  });
});
