import { Hono, type Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { LedgerNotFoundError, LedgerUnavailableError } from '../client';
import { assets } from './assets/assets';
import { onlyKnownHosts, onlyOwnForms, onlySignedIn } from './guard-requests';
import type { ConsoleOptions } from './options';
import { problemPage } from './pages/problem-page';
import { NotViewableError } from './policy';
import { decisionRoutes } from './routes/decision-routes';
import { readRoutes } from './routes/read-routes';
import { requestRoutes } from './routes/request-routes';
import { signInRoutes } from './routes/sign-in-routes';
import { securityHeaders } from './security-headers';
import type { ConsoleEnv } from './viewer';

/** Far above any form of the console, including the payment of a first request. */
const longestFormBytes = 256 * 1024;
const keptForOneYear = 'public, max-age=31536000, immutable';

/** The console as a web application. Handlers run only for signed-in people and for the console's own forms. */
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
  app.route('/', readRoutes(options));
  app.route('/', requestRoutes(options));
  app.route('/', decisionRoutes(options));
  app.notFound((context) => context.html(problemPage({ title: 'Page not found', text: '', viewer: null }), 404));
  app.onError((error, context) => answerError(error, context, options));
  return app;
}

/** Answers an error without details that would help an attacker. */
function answerError(error: Error, context: Context<ConsoleEnv>, { onError }: ConsoleOptions) {
  const viewer = (context.get('viewer') as ConsoleEnv['Variables']['viewer'] | undefined) ?? null;
  if (error instanceof LedgerNotFoundError) {
    return context.html(problemPage({ title: 'No ledger for this payment id', text: error.message, viewer }), 404);
  }
  if (error instanceof NotViewableError) {
    return context.html(problemPage({ title: 'You may not see this payment', text: error.message, viewer }), 403);
  }
  onError(error);
  if (error instanceof LedgerUnavailableError) {
    return context.html(problemPage({ title: 'The ledger is not responding', text: error.message, viewer }), 503);
  }
  const text =
    'An unexpected error occurred. The operator of the console finds it in its log. Your submission may have been recorded: check the payment. Submitting the same form again is safe.';
  return context.html(problemPage({ title: 'Something went wrong', text, viewer }), 500);
}
