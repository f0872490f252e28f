import { canonicalJson } from './canonical-json';
import { sha256 } from './sha-256';

/** A line's place among all lines of its payment, acts and events alike. */
export interface ChainLink {
  /** 1 for the first. */
  readonly number: number;
  /** SHA-256 over the payment's id, the digest of the line before of the same chain, and the line, in hex. */
  readonly digest: string;
}

/** Lines of one chain that are no longer kept. */
export interface LeftLines {
  readonly count: number;
  /** Of the newest of them: what is kept continues from it. null: none has left. */
  readonly digest: string | null;
}

/**
 * What continues the trail of a payment. Accepted acts, refused acts and events are a chain each, because refused acts
 * leave before accepted ones, and events never do; their lines are numbered together, which fixes the order of all.
 */
export interface AuditChain {
  readonly paymentId: string;
  /** How many lines there have ever been: the number of the newest. */
  readonly lines: number;
  readonly accepted: LeftLines;
  readonly refused: LeftLines;
}

const noneLeft: LeftLines = { count: 0, digest: null };

/** The chain of a payment of which no line was written yet. */
export function emptyChain(paymentId: string): AuditChain {
  return { paymentId, lines: 0, accepted: noneLeft, refused: noneLeft };
}

/** The digest of a line, of which `digest` is no part. `previous`: of the line before in its chain; null: it is the first. */
export function lineDigest(paymentId: string, previous: string | null, line: object): string {
  return sha256(canonicalJson([paymentId, previous, { ...line, digest: undefined }]));
}

/** The chain with one more line, and the line in it. */
export function linked<Line extends object>(
  chain: AuditChain,
  previous: string | null,
  said: Line,
): { readonly chain: AuditChain; readonly line: Line & ChainLink } {
  const line = { ...said, number: chain.lines + 1 };
  const digest = lineDigest(chain.paymentId, previous, line);
  return { chain: { ...chain, lines: line.number }, line: { ...line, digest } };
}

/** What of an act decides its chain. */
interface Act {
  readonly refused: string | null;
}

/** The chain of an act. */
export function chainOf({ refused }: Act): 'accepted' | 'refused' {
  return refused === null ? 'accepted' : 'refused';
}

/** The same with an act after the ones that are kept. */
export function linkedAct<Entry extends Act>(
  chain: AuditChain,
  remaining: readonly (Act & ChainLink)[],
  entry: Entry,
): { readonly chain: AuditChain; readonly line: Entry & ChainLink } {
  const name = chainOf(entry);
  const before = remaining.findLast((line) => chainOf(line) === name);
  return linked(chain, before?.digest ?? chain[name].digest, entry);
}

/** The chain after lines have left: what is kept of each continues from the digest of the last that left. */
export function withoutLeft<Line extends Act & ChainLink>(
  chain: AuditChain,
  before: readonly Line[],
  remaining: readonly Line[],
): AuditChain {
  if (before.length === remaining.length) return chain;
  const staying = new Set(remaining);
  const left = before.filter((line) => !staying.has(line));
  return left.reduce((next, line) => {
    const name = chainOf(line);
    return { ...next, [name]: { count: next[name].count + 1, digest: line.digest } };
  }, chain);
}
