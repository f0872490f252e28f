import type { InputProblem } from '../problems';
import type { Simulation } from '../simulation';

/** Where tokens are strict, an `@token` has to be in the vault or well known. */
export function tokenProblems(
  { settings, vault }: Simulation,
  card: { readonly cardNumber: string; readonly cvv?: string | null | undefined },
): InputProblem[] {
  if (!settings.strictTokens) return [];
  const message = 'names a token that is not in the vault: store it with POST /StringTokens first';
  return [
    ...(vault.knows(card.cardNumber) ? [] : [{ field: 'card.cardNumber', message }]),
    ...(vault.knows(card.cvv ?? '') ? [] : [{ field: 'card.cvv', message }]),
  ];
}
