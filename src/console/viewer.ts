import type { Requester } from '../domain/model/requester';
import type { HoldersOfRole } from '../domain/model/roles';
import { holdsOneOf, valuesOf } from '../security/check-claims';

/** The signed-in person. */
export interface Viewer {
  /** For whom they act is known from the sign-in alone. */
  readonly person: Requester;
  /** The name as pages show it. */
  readonly name: string;
  readonly roles: readonly string[];
  /** What the token of the sign-in says; absent: nothing was verified, and every claim holds the roles. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** The values that a person holds of a claim. */
export function heldBy({ person, roles, claims }: Viewer, claim: string): readonly unknown[] {
  return claims === undefined && claim !== 'sub' ? roles : valuesOf(claims ?? {}, claim, person);
}

/** Whether a person holds a role; null: anybody does. */
export function holdsRole(viewer: Viewer, role: HoldersOfRole | null): boolean {
  return role === null || holdsOneOf(heldBy(viewer, role.claim), role.anyOf);
}

/** What the middlewares set for the handlers. */
export interface ConsoleEnv {
  readonly Variables: {
    viewer: Viewer;
    /** The token of this viewer's forms. */
    csrf: string;
  };
}
