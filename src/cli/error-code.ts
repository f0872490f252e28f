/** The code that Node or gRPC gave an error: a word or a number; null: it has none. */
export function errorCodeOf(error: unknown): string | number | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'string' || typeof error.code === 'number' ? error.code : null;
}
