import type { Requester } from '../domain/model/requester';

/** The signed-in person. */
export interface Viewer {
  readonly person: Requester;
  /** The name as pages show it. */
  readonly name: string;
  readonly roles: readonly string[];
}

/** What the middlewares set for the handlers. */
export interface ConsoleEnv {
  readonly Variables: {
    viewer: Viewer;
    /** The token of this viewer's forms. */
    csrf: string;
  };
}
