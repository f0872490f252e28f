import type { CliOutput } from '../io';

/** Colours by meaning. Without a terminal, or with NO_COLOR, the text stays as it is. */
export interface Painter {
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly attention: (text: string) => string;
  readonly faint: (text: string) => string;
}

const codes = { good: 32, bad: 31, attention: 33, faint: 2 } as const satisfies Record<keyof Painter, number>;

/** Decides whether an output wants colours. */
export function painter(output: CliOutput): Painter {
  const coloured = output.isTTY === true && (output.hasColors?.() ?? false);
  const paint = (kind: keyof Painter) => (text: string) => (coloured ? `\u001b[${codes[kind]}m${text}\u001b[0m` : text);
  return { good: paint('good'), bad: paint('bad'), attention: paint('attention'), faint: paint('faint') };
}
