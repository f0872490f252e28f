import { chainOf, lineDigest, type AuditChain, type ChainLink, type LeftLines } from '../model/audit-chain';
import type { AuditLine } from '../model/audit';
import type { Requester } from '../model/requester';
import { isOutdatedCorrection, type Statement } from '../model/statement';

/** The part of a ledger that its chain covers: what people did, refused acts too, and the events. A `LedgerView` has it. */
export interface AuditTrail {
  readonly paymentId: string;
  readonly audit: readonly AuditLine[];
  readonly statements: readonly Statement[];
  readonly auditChain: AuditChain;
}

/** One line of a trail, as it can be found again. */
export interface TrailLine {
  readonly number: number;
  readonly at: string;
  readonly by: Requester | null;
  readonly what: string;
}

/**
 * What does not fit. `changed`: a line, or one before it in its chain. `misplaced`: two lines are in the wrong order.
 * `missing`: fewer lines than were written, or more. `correction`: an event is marked otherwise than its corrections say.
 * `differs`: two trails say different things of one line. `shorter`: the later trail has fewer lines than the earlier one.
 */
export interface TrailFault {
  readonly problem: 'changed' | 'misplaced' | 'missing' | 'correction' | 'otherPayment' | 'differs' | 'shorter';
  /** The first line that does not fit; null: it cannot be named. */
  readonly line: TrailLine | null;
}

export type ChainName = 'accepted' | 'refused' | 'events';

/** How far a chain reaches: keep `lastDigest` elsewhere, and no line up to it can be changed unseen. */
export interface ChainReach {
  /** How many lines are no longer kept. */
  readonly left: number;
  readonly remaining: number;
  readonly lastDigest: string | null;
}

export interface TrailVerdict {
  readonly paymentId: string;
  /** How many lines were ever written. */
  readonly lines: number;
  readonly chains: Readonly<Record<ChainName, ChainReach>>;
  /** null: every line fits. */
  readonly fault: TrailFault | null;
}

/** Recomputes every digest of a trail from where its kept lines begin. Pure: for a ledger's view and for what a file says. */
export function verifyTrail(trail: AuditTrail): TrailVerdict {
  const chains = chainsOf(trail);
  const { paymentId, auditChain } = trail;
  const fault =
    (auditChain.paymentId === paymentId ? null : ofNoLine('otherPayment')) ??
    firstChanged(trail, chains) ??
    misplaced(trail) ??
    missing(trail, chains) ??
    wronglyCorrected(trail);
  const [accepted, refused, events] = chains.map(reachOf);
  if (accepted === undefined || refused === undefined || events === undefined) throw new Error('a chain is missing');
  return { paymentId, lines: auditChain.lines, chains: { accepted, refused, events }, fault };
}

/** One chain with the lines that are kept of it. */
interface KeptChain {
  readonly name: ChainName;
  readonly left: LeftLines;
  readonly lines: readonly ChainLine[];
}

interface ChainLine extends ChainLink {
  /** What the digest covers. */
  readonly said: object;
  readonly shown: TrailLine;
}

export function chainsOf({ audit, statements, auditChain }: AuditTrail): readonly KeptChain[] {
  const acts = (name: 'accepted' | 'refused'): KeptChain => ({
    name,
    left: auditChain[name],
    lines: audit.filter((line) => chainOf(line) === name).map(actLine),
  });
  const events = { name: 'events', left: { count: 0, digest: null }, lines: statements.map(eventLine) } as const;
  return [acts('accepted'), acts('refused'), events];
}

function actLine(line: AuditLine): ChainLine {
  const { number, digest, at, by, act, refused } = line;
  const what = refused === null ? act : `${act}, refused`;
  return { number, digest, said: line, shown: { number, at, by, what } };
}

function eventLine(statement: Statement): ChainLine {
  const { correctedBy: _correctedBy, struck: _struck, ...said } = statement;
  const { number, digest, saidAt, by, kind, eventId } = said;
  return { number, digest, said, shown: { number, at: saidAt, by, what: `event ${kind} ${eventId}` } };
}

function reachOf({ left, lines }: KeptChain): ChainReach {
  return { left: left.count, remaining: lines.length, lastDigest: lines.at(-1)?.digest ?? left.digest };
}

function firstChanged({ paymentId }: AuditTrail, chains: readonly KeptChain[]): TrailFault | null {
  const changed = chains.flatMap(({ left, lines }) => {
    const found = lines.find(
      (line, index) => line.digest !== lineDigest(paymentId, lines[index - 1]?.digest ?? left.digest, line.said),
    );
    return found === undefined ? [] : [found.shown];
  });
  const [first] = changed.toSorted((one, other) => one.number - other.number);
  return first === undefined ? null : { problem: 'changed', line: first };
}

/** Each list is in the order in which its lines were written. */
function misplaced({ audit, statements }: AuditTrail): TrailFault | null {
  for (const lines of [audit.map(actLine), statements.map(eventLine)]) {
    const found = lines.find((line, index) => line.number <= (lines[index - 1]?.number ?? 0));
    if (found !== undefined) return { problem: 'misplaced', line: found.shown };
  }
  return null;
}

function missing({ auditChain }: AuditTrail, chains: readonly KeptChain[]): TrailFault | null {
  const remaining = chains.flatMap(({ lines }) => lines.map(({ number }) => number));
  const left = chains.reduce((sum, chain) => sum + chain.left.count, 0);
  const isWhole =
    new Set(remaining).size === remaining.length &&
    remaining.length + left === auditChain.lines &&
    // The newest line never leaves.
    remaining.reduce((newest, number) => Math.max(newest, number), 0) === auditChain.lines &&
    chains.every((chain) => (chain.left.count === 0) === (chain.left.digest === null));
  return isWhole ? null : ofNoLine('missing');
}

/** What a correction makes of an event is not in its digest: it follows from the corrections, which have digests. */
function wronglyCorrected({ statements }: AuditTrail): TrailFault | null {
  const right = new Map<unknown, { readonly correctedBy: string; readonly struck: boolean }>();
  // Nobody corrects a correction, whatever is marked on it.
  const made = statements.map((one) => ({ ...one, struck: false }));
  made.forEach(({ kind, eventId, happenedAt: at, content }, index) => {
    if (kind !== 'correction') return;
    const corrects = String(content['corrects']);
    if (isOutdatedCorrection(made.slice(0, index), { corrects, at, eventId })) return;
    const struck = content['neverHappened'] === true || typeof content['amountMinor'] !== 'number';
    right.set(corrects, { correctedBy: eventId, struck });
  });
  const wrong = statements.find(({ eventId, correctedBy, struck }) => {
    const expected = right.get(eventId) ?? { correctedBy: null, struck: false };
    return correctedBy !== expected.correctedBy || struck !== expected.struck;
  });
  return wrong === undefined ? null : { problem: 'correction', line: eventLine(wrong).shown };
}

/** What cannot be told of one line. */
function ofNoLine(problem: TrailFault['problem']): TrailFault {
  return { problem, line: null };
}
