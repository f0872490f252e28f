import type { Context } from 'hono';
import type { ConsoleEnv } from '../viewer';

/** What a form sent: its texts, trimmed. A field that is empty is not there. */
export type Filled = Readonly<Record<string, string>>;

/** Reads the form of a request. */
export async function filled(context: Context<ConsoleEnv>): Promise<Filled> {
  const body = await context.req.parseBody();
  const texts = Object.entries(body).flatMap(([name, value]) =>
    typeof value === 'string' && value.trim() !== '' ? [[name, value.trim().replaceAll('\r\n', '\n')] as const] : [],
  );
  return Object.fromEntries(texts);
}

/** A whole number of a hidden field; what is none fails the checks behind this one. */
export function wholeNumber(text: string | undefined): number {
  return /^\d{1,16}$/.test(text ?? '') ? Number(text) : Number.NaN;
}
