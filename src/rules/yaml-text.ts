import { LineCounter, parseDocument } from 'yaml';
import type { Problem } from '../contract/problems';

export type YamlResult =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Reads YAML 1.2. A syntax problem names its place and never repeats the text there, which may be a secret that was
 * pasted into the wrong file.
 */
export function readYaml(text: string): YamlResult {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false });
  if (document.errors.length > 0) {
    return {
      ok: false,
      problems: document.errors.map(({ code, pos: [offset] }) => {
        const { line, col } = lineCounter.linePos(offset);
        return { field: `line ${line}, column ${col}`, message: meaningOf(code) };
      }),
    };
  }
  try {
    return { ok: true, value: document.toJS({ maxAliasCount: 100 }) };
  } catch {
    return {
      ok: false,
      problems: [{ field: 'the file', message: 'has aliases that cannot be followed: write values out' }],
    };
  }
}

function meaningOf(code: string): string {
  switch (code) {
    case 'DUPLICATE_KEY':
      return 'repeats a key: keep one of the two';
    case 'MULTIPLE_DOCS':
      return 'starts a second document: keep one';
    case 'TAB_AS_INDENT':
      return 'is indented by a tab: use spaces';
    case 'BAD_INDENT':
      return 'has an indentation that fits nothing above it';
    default:
      return `is not YAML (${code}): check colons, quotes and indentation near it`;
  }
}
