import { Hono } from 'hono';
import { idRule } from '../../contract/value-rules';
import { holdsCardNumber } from '../../security/card-number';
import type { ConsoleOptions } from '../options';
import { layout } from '../pages/layout';
import { signInPageMain } from '../pages/sign-in-page';
import type { FailedForm } from '../parts/form';
import { csrfToken } from '../sign-in/csrf';
import type { DemoSignIn } from '../sign-in/sign-in';
import type { ConsoleEnv } from '../viewer';
import { readForm } from './read-form';

/** The pages of the demo sign-in. */
export function signInRoutes({ key }: ConsoleOptions, demo: DemoSignIn): Hono<ConsoleEnv> {
  const routes = new Hono<ConsoleEnv>();
  const page = (next: string, failed: FailedForm | null) => {
    const main = signInPageMain({ csrf: csrfToken(key, null, Date.now()), next, failed });
    return layout({ title: 'Sign in', viewer: null, main, isDemo: true });
  };

  routes.get('/sign-in', (context) => context.html(page(ownPath(context.req.query('next')), null)));

  routes.post('/sign-in', async (context) => {
    const form = await readForm(context);
    const { person = '', roles = '' } = form;
    const next = ownPath(form['next']);
    const message = holdsCardNumber(person) ? 'looks like a card number' : idRule()(person);
    if (message !== null) {
      return context.html(page(next, { form: 'sign-in', values: form, problems: [{ field: 'person', message }] }), 422);
    }
    const words = roles.split(/[\s,]+/).filter((role) => role !== '');
    demo.open(context, { person: { id: person, onBehalfOf: null }, name: person, roles: words.slice(0, 20) });
    return context.redirect(next, 303);
  });

  return routes;
}

/** A path of this console only: "//elsewhere" would lead to another site. */
function ownPath(path: string | undefined): string {
  return path !== undefined && /^\/(?![/\\])/.test(path) && !path.startsWith('/sign-') ? path : '/';
}
