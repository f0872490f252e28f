/** What was measured already. Plain data is never changed in place, and what a new state shares with the last is cached. */
const measured = new WeakMap<object, number>();

/** How many bytes a value of plain data takes as JSON. Linear the first time, and only in what is new after that. */
export function jsonSize(value: unknown): number {
  if (typeof value === 'string') return textSize(value);
  if (typeof value !== 'object' || value === null) return String(value).length;
  const cached = measured.get(value);
  if (cached !== undefined) return cached;
  let size = 2;
  if (Array.isArray(value)) for (const item of value) size += jsonSize(item) + 1;
  else
    for (const [key, held] of Object.entries(value))
      size += held === undefined ? 0 : textSize(key) + jsonSize(held) + 2;
  measured.set(value, size);
  return size;
}

/** With its quotes. What JSON escapes counts as it is written. */
function textSize(text: string): number {
  let size = 2;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 0x22 || code === 0x5c) size += 2;
    else if (code < 0x20) size += 6;
    else if (code < 0x80) size += 1;
    // Half of a character that takes four bytes.
    else if (code < 0x800 || (code >= 0xd800 && code < 0xe000)) size += 2;
    else size += 3;
  }
  return size;
}
