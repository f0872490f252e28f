import { html, raw } from 'hono/html';

/** A piece of a page. Values put into it are escaped, unless they are pieces themselves. */
export type Html = ReturnType<typeof html>;

/** An empty piece. */
export const nothing: Html = raw('');

export { html };
