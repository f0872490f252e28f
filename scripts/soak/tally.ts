/** What happened in a soak, counted while it happens. */
export class Tally {
  payments = 0;
  /** Payments that the gateway did not authorize while it was away. */
  notBegun = 0;
  /** Calls of `ReversalClient.request`. */
  requests = 0;
  kills = 0;
  stalls = 0;
  /** How many refunds and voids there were at the last crash; -1: there was none. */
  movedAtCrash = -1;
  /** Workers that ended by themselves, and were replaced. */
  workersEnded = 0;
  resets = 0;
  terminations = 0;
  recoveries = 0;
  outages = 0;
  /** Requests that were made again because the reset of a superseded run had forgotten them. */
  forgotten = 0;
  /** Unknown outcomes that were settled by hand. */
  resolutions = 0;
  /** What people decided about what waited for approval, refused decisions by their reason. */
  readonly decisions = new Map<string, number>();
  /** What requests were answered, by outcome or by what they waited for. */
  readonly answers = new Map<string, number>();
  /** What was false or forged, each kind by how it was answered. */
  readonly lies = new Map<string, number>();
  /** What went wrong on the way, by its first words, with how often. The caller repeated the call. */
  readonly troubles = new Map<string, number>();

  answered(answer: string): void {
    add(this.answers, answer);
  }

  decided(decision: string, refused: string | null): void {
    add(this.decisions, refused === null ? decision : `${decision}: ${refused}`);
  }

  lied(lie: string, answer: string): void {
    add(this.lies, `${lie}: ${answer}`);
  }

  trouble(where: string, error: unknown): void {
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    add(this.troubles, `${where}: ${text.replace(/soak-[\w/-]+/g, '…').slice(0, 160)}`);
  }
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
