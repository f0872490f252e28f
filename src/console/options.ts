import type { ReversalClient } from '../client';
import type { Rules } from '../rules/rules-file';
import type { ActSigner } from './act-token';
import type { SignIn } from './sign-in/sign-in';

/** What a console is made of. It reaches the ledgers through the client only. */
export interface ConsoleOptions {
  readonly ledgers: ReversalClient;
  /** The same for lists, with a short timeout, so that a ledger without a worker does not delay the others. */
  readonly glance: ReversalClient;
  readonly signIn: SignIn;
  /** Proves to the ledgers who acts; null: identities are not verified. */
  readonly signer: ActSigner | null;
  /** The worker's rules, where the console has them: pages can then say in advance what a ledger would answer. */
  readonly rules: Rules | null;
  /** Whether the workers publish a work list; without one all ledgers are searched. */
  readonly workList: boolean;
  /** Signs cookies and forms. A new key invalidates every open form. */
  readonly key: Buffer;
  /** The host names that the console answers to; null: any, because a proxy in front has checked it. */
  readonly hosts: readonly string[] | null;
  /** Receives unexpected errors, for the operator of the console. */
  readonly onError: (error: unknown) => void;
}
