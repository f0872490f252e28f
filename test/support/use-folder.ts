import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { audience, issuer, type KeyPair } from './tokens';

/** A folder for the tests of this file or `describe`, which is removed after them. */
export function useFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'reversals-test-'));
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** Writes a public key into a folder. Returns what a rules file says of whoever signs with its other half. */
export function identityIn(folder: string, { pem }: Pick<KeyPair, 'pem'>) {
  const publicKeyFile = path.join(folder, 'public.pem');
  writeFileSync(publicKeyFile, pem);
  return { issuer, audience, publicKeyFile };
}
