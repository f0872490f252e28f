import type { ReversalClient } from '../client';
import type { Rules } from '../rules/rules-file';
import type { ActSigner } from './act-token';
import type { SignIn } from './sign-in/sign-in';

/** What a console is made of. It asks the ledgers through the client alone. */
export interface ConsoleOptions {
  readonly ledgers: ReversalClient;
  /** The same for lists: it gives up soon, so that a ledger without a worker does not hold up the others. */
  readonly glance: ReversalClient;
  readonly signIn: SignIn;
  /** Proves to the ledgers who acts; null: they take the console's word. */
  readonly signer: ActSigner | null;
  /** The worker's rules, if they are at hand: they tell early what a ledger would say late. */
  readonly rules: Rules | null;
  /** Whether the workers keep a work list; without one all ledgers are looked through. */
  readonly workList: boolean;
  /** Signs cookies and forms. Another key ends every open form. */
  readonly key: Buffer;
  /** The names under which a browser may ask; null: any, because a proxy in front has checked it. */
  readonly hosts: readonly string[] | null;
  /** Told of what went wrong unexpectedly, for whoever runs the console. */
  readonly onError: (error: unknown) => void;
}
