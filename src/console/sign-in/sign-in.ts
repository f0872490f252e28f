import type { Context } from 'hono';
import type { ConsoleEnv, Viewer } from '../viewer';

/** How the console learns who looks. */
export interface SignIn {
  /** Who sent this request; null: nobody who could be believed. */
  readonly viewerOf: (context: Context<ConsoleEnv>) => Promise<Viewer | null>;
  /** The demo's own page for it; null: a proxy in front does it. */
  readonly demo: DemoSignIn | null;
}

/** The sign-in that believes everybody. For trying things out on one's own machine only. */
export interface DemoSignIn {
  readonly open: (context: Context<ConsoleEnv>, viewer: Viewer) => void;
  readonly close: (context: Context<ConsoleEnv>) => void;
}
