import type { Context, MiddlewareHandler } from 'hono';
import type { ConsoleOptions } from './options';
import { problemPage } from './pages/problem-page';
import { csrfToken, isCsrfToken } from './sign-in/csrf';
import type { ConsoleEnv } from './viewer';

/** The field of every form that proves where it came from. */
export const csrfField = 'csrf';

/**
 * Refuses requests under a name that is not this console's. Otherwise a page of anybody could point its own name at
 * this machine and then count as the same origin.
 */
export function onlyKnownHosts(hosts: ConsoleOptions['hosts']): MiddlewareHandler {
  return async (context, next) => {
    const host = (context.req.header('host') ?? '').replace(/:\d+$/, '').toLowerCase();
    if (hosts === null || hosts.includes(host)) return next();
    return context.text('This console is not asked under that name.', 421);
  };
}

/** Lets nobody in who is not known, and shows them how to be. */
export function onlySignedIn({ signIn, key }: ConsoleOptions): MiddlewareHandler<ConsoleEnv> {
  return async (context, next) => {
    const viewer = await signIn.viewerOf(context);
    if (viewer === null) return notSignedIn(context, signIn.demo !== null);
    context.set('viewer', viewer);
    context.set('csrf', csrfToken(key, viewer.person.id, Date.now()));
    return next();
  };
}

/** Takes a form only from a page of this console that was shown to the same person. Reads the form; handlers read it again. */
export function onlyOwnForms(key: Buffer): MiddlewareHandler<ConsoleEnv> {
  return async (context, next) => {
    if (context.req.method !== 'POST') return next();
    // Absent before somebody has signed in.
    const viewer = (context.get('viewer') as ConsoleEnv['Variables']['viewer'] | undefined) ?? null;
    const told = (await context.req.parseBody())[csrfField];
    const isOwn = typeof told === 'string' && isCsrfToken(key, viewer?.person.id ?? null, told, Date.now());
    if (isOwn && !isFromElsewhere(context)) return next();
    const page = {
      title: 'This form is not taken',
      text: 'It was not sent by a page of this console that was shown to you, or that page is older than half a day. Nothing was done. Go back, load the page again, and send it once more.',
    };
    return context.html(problemPage({ ...page, viewer }), 403);
  };
}

/** Browsers say so by themselves. */
function isFromElsewhere(context: Context): boolean {
  const site = context.req.header('sec-fetch-site');
  return site !== undefined && site !== 'same-origin' && site !== 'none';
}

function notSignedIn(context: Context, hasPage: boolean) {
  if (hasPage && context.req.method === 'GET') {
    const { pathname, search } = new URL(context.req.url);
    return context.redirect(`/sign-in?next=${encodeURIComponent(pathname + search)}`, 303);
  }
  const text = hasPage
    ? 'Nothing was done. Sign in, and send it once more.'
    : 'The proxy in front of this console sent no token that it believes. Nothing was done. Sign in there again.';
  return context.html(problemPage({ title: 'You are not signed in', text, viewer: null }), 401);
}
