import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** Where a person reads the story. Silent when only the JSON document is wanted. */
export interface Voice {
  /** One line. */
  readonly say: (line: string) => void;
  /** The same text, styled where a terminal shows it. */
  readonly styled: (style: Style, text: string) => string;
}

/** Speaks on standard output: plain text unless it is a terminal, and NO_COLOR is not set. */
export function voiceOf({ json }: { readonly json: boolean }): Voice {
  const colours = process.stdout.isTTY && !process.env['NO_COLOR'];
  return {
    say: (line) => {
      if (!json) console.log(line);
    },
    styled: (style, text) => (colours ? styleText(style, text) : text),
  };
}
