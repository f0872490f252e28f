/** The message of anything thrown. Looks at the shape: under jest, Node's own errors are of another realm's `Error`. */
export function messageOf(thrown: unknown): string {
  const hasMessage = typeof thrown === 'object' && thrown !== null && 'message' in thrown;
  return hasMessage && typeof thrown.message === 'string' ? thrown.message : String(thrown);
}

/** The code of a system error such as `ENOENT`, or null. */
export function errorCodeOf(thrown: unknown): string | null {
  const hasCode = typeof thrown === 'object' && thrown !== null && 'code' in thrown;
  return hasCode && typeof thrown.code === 'string' ? thrown.code : null;
}

/**
 * One short line that says why something failed, for a list of reasons.
 * User names and passwords inside addresses are taken out: an index address of pip may hold some.
 */
export function reasonOf(thrown: unknown): string {
  const line = messageOf(thrown).trim().split('\n').at(-1) ?? '';
  return line.replace(/\/\/[^/@\s]*@/g, '//').slice(0, 240);
}
