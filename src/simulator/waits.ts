/** Everything the simulator waits for, so that stopping can end all of it at once. */
export class Waits {
  readonly #timers = new Set<NodeJS.Timeout>();
  #held: (() => void)[] = [];
  #stopped = false;

  /** Runs later, unless the simulator is stopped or reset before. */
  later(ms: number, run: () => void): void {
    if (this.#stopped) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      run();
    }, ms);
    this.#timers.add(timer);
  }

  /** Runs on the next release, unless the simulator is stopped or reset before. */
  onRelease(run: () => void): void {
    this.#held.push(run);
  }

  /** Runs after a time, or on release when the time is null. */
  afterOrOnRelease(ms: number | null, run: () => void): void {
    if (ms === null) this.onRelease(run);
    else if (ms === 0) run();
    else this.later(ms, run);
  }

  /** Resolves after a time. Never resolves if the simulator is stopped first. */
  pass(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.later(ms, resolve);
    });
  }

  /** Resolves on the next release. Never resolves if the simulator is stopped first. */
  released(): Promise<void> {
    return new Promise((resolve) => {
      this.onRelease(resolve);
    });
  }

  /** Releases everything that is held. Returns how many requests that was. */
  release(): number {
    const held = this.#held;
    this.#held = [];
    for (const run of held) run();
    return held.length;
  }

  /** Forgets everything that was to come, and whatever a request that is still being read would add. */
  stop(): void {
    this.clear();
    this.#stopped = true;
  }

  /** Forgets everything that was to come. */
  clear(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#held = [];
  }
}
