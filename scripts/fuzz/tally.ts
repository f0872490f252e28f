/** What happened in a fuzz, counted while it happens. */
export class Tally {
  ledgers = 0;
  kills = 0;
  updates = 0;
  /** Malformed updates, which the ledgers refuse. */
  refused = 0;
  queries = 0;
  signals = 0;
  children = 0;
  /** What went wrong on the way, by its first words, with how often. None of it is a fault of a history. */
  readonly troubles = new Map<string, number>();

  trouble(where: string, error: unknown): void {
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    const key = `${where}: ${text.replace(/bench-[\w/-]+/g, '…').slice(0, 140)}`;
    this.troubles.set(key, (this.troubles.get(key) ?? 0) + 1);
  }
}
