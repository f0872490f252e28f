import type { Requester } from '../domain/model/requester';

/** Who looks at the console, after whoever vouches for it was asked. */
export interface Viewer {
  readonly person: Requester;
  /** As pages show it. */
  readonly name: string;
  readonly roles: readonly string[];
}

/** What the middlewares of the console leave behind for its pages. */
export interface ConsoleEnv {
  readonly Variables: {
    viewer: Viewer;
    /** Proof that a form of this viewer came from here. */
    csrf: string;
  };
}
