/**
 * Numbers that only a seed decides. Each concern takes a stream of its own by name, so that what one of them happens to
 * draw in time changes nothing for the others.
 */
export class Random {
  #state: number;

  constructor(readonly seed: number) {
    this.#state = seed >>> 0;
  }

  /** A stream of its own: the same for the same seed and name, whatever was drawn before. */
  stream(name: string): Random {
    let hash = (this.seed ^ 0x811c9dc5) >>> 0;
    for (let index = 0; index < name.length; index += 1) {
      hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193) >>> 0;
    }
    return new Random(hash);
  }

  /** From 0 to 1, never 1. The generator is mulberry32. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number, both ends included. */
  whole(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  /** True this often, of 1. */
  chance(of: number): boolean {
    return this.next() < of;
  }

  /** One of these. @throws when there is none */
  one<T>(of: readonly T[]): T {
    const [index, found] = [this.whole(0, of.length - 1), of];
    if (found.length === 0) throw new Error('nothing to choose from');
    return found[index] as T;
  }

  shuffled<T>(of: readonly T[]): T[] {
    return of
      .map((value) => ({ value, place: this.next() }))
      .sort((one, other) => one.place - other.place)
      .map(({ value }) => value);
  }
}
