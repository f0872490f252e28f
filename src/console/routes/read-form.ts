import type { Context } from 'hono';
import type { ConsoleEnv } from '../viewer';

/** The fields of a form, trimmed. Empty fields are left out. */
export type FormValues = Readonly<Record<string, string>>;

/** Reads the form that a request submits. */
export async function readForm(context: Context<ConsoleEnv>): Promise<FormValues> {
  const body = await context.req.parseBody();
  const texts = Object.entries(body).flatMap(([name, value]) =>
    typeof value === 'string' && value.trim() !== '' ? [[name, value.trim().replaceAll('\r\n', '\n')] as const] : [],
  );
  return Object.fromEntries(texts);
}

/** The whole number of a hidden field. Anything else becomes NaN, which later checks refuse. */
export function wholeNumber(text: string | undefined): number {
  return /^\d{1,16}$/.test(text ?? '') ? Number(text) : Number.NaN;
}
