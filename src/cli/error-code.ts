/** The code that Node (a word) or gRPC (a number) gave an error; null: it has none. */
export function errorCodeOf(error: unknown): string | number | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'string' || typeof error.code === 'number' ? error.code : null;
}
