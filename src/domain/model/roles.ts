/** Who may do something: whose token has one of these values in this claim. Claim `sub`: these people and services. */
export interface HoldersOfRole {
  readonly claim: string;
  readonly anyOf: readonly string[];
}

/**
 * The roles of the rules. The ledger judges them for acts, where identities are proved; what the console shows, it
 * judges itself (`mayView`).
 */
export const roleNames = ['mayRequest', 'mayApprove', 'mayResolve', 'mayRecord', 'mayRecover', 'mayView'] as const;
export type RoleName = (typeof roleNames)[number];

/** Who holds each role at one account; null: anybody whose identity is proved. */
export type Roles = Readonly<Record<RoleName, HoldersOfRole | null>>;

/** One role with its name, as an act needs it. */
export interface RoleNeeded extends HoldersOfRole {
  readonly name: RoleName;
}

/** The roles where nobody wrote any. */
export const noRoles: Roles = {
  mayRequest: null,
  mayApprove: null,
  mayResolve: null,
  mayRecord: null,
  mayRecover: null,
  mayView: null,
};

/** Who holds a role, by its name; null: anybody whose identity is proved. */
export function roleNamed(roles: Roles, name: RoleName): RoleNeeded | null {
  const holders = roles[name];
  return holders === null ? null : { name, ...holders };
}
