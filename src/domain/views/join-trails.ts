import { chainsOf, type AuditTrail, type ChainName, type TrailFault } from './verify-trail';

/** Lines of one chain that are in neither of two trails: they left after the earlier one and before the later one. */
export interface TrailGap {
  readonly chain: ChainName;
  readonly lines: number;
}

/** Whether a later trail continues an earlier one of the same payment. */
export interface TrailJoin {
  /** null: what both have is the same, and nothing of the earlier one is missing. */
  readonly fault: TrailFault | null;
  readonly gaps: readonly TrailGap[];
}

type KeptChain = ReturnType<typeof chainsOf>[number];

/**
 * Holds two trails of one payment against each other, such as an export that was kept and the ledger as it is now. Where
 * both have a line its digest has to be the same, and so has the digest from which the later one continues. Who rewrote the
 * whole history is found by this alone. Each trail is verified on its own.
 */
export function joinTrails(earlier: AuditTrail, later: AuditTrail): TrailJoin {
  if (earlier.paymentId !== later.paymentId) return { fault: { problem: 'otherPayment', line: null }, gaps: [] };
  const afterwards = chainsOf(later);
  const pairs = chainsOf(earlier).flatMap((chain, index) => {
    const next = afterwards[index];
    return next === undefined ? [] : [{ chain, next }];
  });
  const [fault = null] = pairs
    .flatMap(({ chain, next }) => faultBetween(chain, next) ?? [])
    .toSorted((one, other) => (one.line?.number ?? Infinity) - (other.line?.number ?? Infinity));
  const gaps = pairs.map(({ chain, next }) => ({ chain: chain.name, lines: next.left.count - endOf(chain) }));
  return { fault, gaps: gaps.filter(({ lines }) => lines > 0) };
}

function faultBetween(earlier: KeptChain, later: KeptChain): TrailFault | null {
  const first = Math.max(earlier.left.count, later.left.count);
  const last = Math.min(endOf(earlier), endOf(later));
  for (let place = first; place <= last; place += 1) {
    if (digestAt(earlier, place) === digestAt(later, place)) continue;
    return { problem: 'differs', line: (lineAt(later, place) ?? lineAt(earlier, place))?.shown ?? null };
  }
  if (endOf(later) >= endOf(earlier)) return null;
  return { problem: 'shorter', line: lineAt(earlier, endOf(later) + 1)?.shown ?? null };
}

/** The place of its last line, counted from 1 over all that were ever in the chain. */
function endOf({ left, lines }: KeptChain): number {
  return left.count + lines.length;
}

function lineAt({ left, lines }: KeptChain, place: number): KeptChain['lines'][number] | undefined {
  return lines[place - left.count - 1];
}

function digestAt(chain: KeptChain, place: number): string | null {
  return place === chain.left.count ? chain.left.digest : (lineAt(chain, place)?.digest ?? null);
}
