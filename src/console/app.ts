import { Hono, type Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { LedgerNotFoundError, LedgerUnavailableError } from '../client';
import { assets } from './assets/assets';
import { onlyKnownHosts, onlyOwnForms, onlySignedIn } from './guard-requests';
import type { ConsoleOptions } from './options';
import { problemPage } from './pages/problem-page';
import { decisionRoutes } from './routes/decision-routes';
import { lookingRoutes } from './routes/looking-routes';
import { requestRoutes } from './routes/request-routes';
import { signInRoutes } from './routes/sign-in-routes';
import { securityHeaders } from './security-headers';
import type { ConsoleEnv } from './viewer';

/** Far above any form of the console, the payment of a first request included. */
const longestFormBytes = 256 * 1024;
const keptForOneYear = 'public, max-age=31536000, immutable';

/** The console as a web application: who asks is known, and every form is one of its own, before anything is done. */
export function consoleApp(options: ConsoleOptions): Hono<ConsoleEnv> {
  const app = new Hono<ConsoleEnv>();
  app.use(securityHeaders, onlyKnownHosts(options.hosts), bodyLimit({ maxSize: longestFormBytes }));
  for (const { path, type, content } of Object.values(assets)) {
    app.get(path, (context) => context.body(content, 200, { 'Content-Type': type, 'Cache-Control': keptForOneYear }));
  }
  const ownForms = onlyOwnForms(options.key);
  const { demo } = options.signIn;
  if (demo !== null) {
    app.use('/sign-in', ownForms);
    app.route('/', signInRoutes(options, demo));
  }
  app.use(onlySignedIn(options), ownForms);
  if (demo !== null) {
    app.post('/sign-out', (context) => {
      demo.close(context);
      return context.redirect('/sign-in', 303);
    });
  }
  app.route('/', lookingRoutes(options));
  app.route('/', requestRoutes(options));
  app.route('/', decisionRoutes(options));
  app.notFound((context) => context.html(problemPage({ title: 'There is no such page', text: '', viewer: null }), 404));
  app.onError((error, context) => answerError(error, context, options));
  return app;
}

/** What went wrong, without a word of it that a stranger could use. */
function answerError(error: Error, context: Context<ConsoleEnv>, { onError }: ConsoleOptions) {
  const viewer = (context.get('viewer') as ConsoleEnv['Variables']['viewer'] | undefined) ?? null;
  if (error instanceof LedgerNotFoundError) {
    return context.html(problemPage({ title: 'No ledger under that id', text: error.message, viewer }), 404);
  }
  onError(error);
  if (error instanceof LedgerUnavailableError) {
    return context.html(problemPage({ title: 'The ledger does not answer', text: error.message, viewer }), 503);
  }
  const text =
    'Something went wrong that this page cannot explain; whoever runs the console sees it in its messages. What you sent may have been taken: look at the payment before you send it again. Sending the same again is safe.';
  return context.html(problemPage({ title: 'That did not work', text, viewer }), 500);
}
