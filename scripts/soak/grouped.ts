/** The values by their keys, in the order in which the keys first come up. */
export function grouped<Key, Value>(values: readonly Value[], keyOf: (value: Value) => Key): Map<Key, Value[]> {
  const groups = new Map<Key, Value[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return groups;
}

/** How often each word comes up, in the order of the words. */
export function counted(words: readonly string[]): ReadonlyMap<string, number> {
  const counts = [...grouped(words, (word) => word)].map(([word, all]) => [word, all.length] as const);
  return new Map(counts.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** All of them together. */
export function total(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}
