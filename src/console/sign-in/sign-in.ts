import type { Context } from 'hono';
import type { ConsoleEnv, Viewer } from '../viewer';

/** How the console knows who sent a request. */
export interface SignIn {
  /** Who sent this request; null: nobody is signed in. */
  readonly viewerOf: (context: Context<ConsoleEnv>) => Promise<Viewer | null>;
  /** The console's own sign-in page, for demos; null: a proxy in front signs people in. */
  readonly demo: DemoSignIn | null;
}

/** A sign-in that verifies nothing. Development only. */
export interface DemoSignIn {
  readonly open: (context: Context<ConsoleEnv>, viewer: Viewer) => void;
  readonly close: (context: Context<ConsoleEnv>) => void;
}
