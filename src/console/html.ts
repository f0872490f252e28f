import { html, raw } from 'hono/html';

/** A piece of a page. Whatever is put into one is escaped, unless it is one itself. */
export type Html = ReturnType<typeof html>;

/** Nothing at all. */
export const nothing: Html = raw('');

export { html };
