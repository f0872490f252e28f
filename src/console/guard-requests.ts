import type { Context, MiddlewareHandler } from 'hono';
import type { ConsoleOptions } from './options';
import { problemPage } from './pages/problem-page';
import { csrfToken, isCsrfToken } from './sign-in/csrf';
import type { ConsoleEnv } from './viewer';

/** The field of every form that proves which page it came from. */
export const csrfField = 'csrf';

/**
 * Refuses requests under a host name that is not this console's. Otherwise any web site could point its own name at this
 * machine and count as the same origin (DNS rebinding).
 */
export function onlyKnownHosts(hosts: ConsoleOptions['hosts']): MiddlewareHandler {
  return async (context, next) => {
    const host = (context.req.header('host') ?? '').replace(/:\d+$/, '').toLowerCase();
    if (hosts === null || hosts.includes(host)) return next();
    return context.text('This console does not answer to that host name.', 421);
  };
}

/** Admits signed-in people only, and leads others to the sign-in. */
export function onlySignedIn({ signIn, key }: ConsoleOptions): MiddlewareHandler<ConsoleEnv> {
  return async (context, next) => {
    const viewer = await signIn.viewerOf(context);
    if (viewer === null) return notSignedIn(context, signIn.demo !== null);
    context.set('viewer', viewer);
    context.set('csrf', csrfToken(key, viewer.person.id, Date.now()));
    return next();
  };
}

/** Accepts a form only from a page of this console that was shown to the same person. Handlers read the form again. */
export function onlyOwnForms(key: Buffer): MiddlewareHandler<ConsoleEnv> {
  return async (context, next) => {
    if (context.req.method !== 'POST') return next();
    // Absent before the sign-in.
    const viewer = (context.get('viewer') as ConsoleEnv['Variables']['viewer'] | undefined) ?? null;
    const token = (await context.req.parseBody())[csrfField];
    const isOwn = typeof token === 'string' && isCsrfToken(key, viewer?.person.id ?? null, token, Date.now());
    if (isOwn && !isFromElsewhere(context)) return next();
    const page = {
      title: 'This form has expired',
      text: 'Nothing was done. A form is valid for 12 hours, for the person it was shown to. Go back, reload the page and try again.',
    };
    return context.html(problemPage({ ...page, viewer }), 403);
  };
}

/** Browsers report where a request comes from. */
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
    ? 'Nothing was done. Sign in and try again.'
    : 'Nothing was done. The proxy in front of this console sent no valid token. Sign in there again.';
  return context.html(problemPage({ title: 'You are not signed in', text, viewer: null }), 401);
}
