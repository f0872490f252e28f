import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Html } from '../html';
import type { ConsoleOptions } from '../options';
import { layout } from '../pages/layout';
import { paymentPageMain } from '../pages/payment-page';
import type { FailedForm } from '../parts/form';
import { lookingAs, refuseUnlessViewable } from '../policy';
import type { ConsoleEnv } from '../viewer';

/** Answers with a page of the console. */
export function answerPage(
  context: Context<ConsoleEnv>,
  { signIn }: ConsoleOptions,
  page: { readonly title: string; readonly main: Html; readonly current?: 'work' | 'new' },
  status: ContentfulStatusCode = 200,
): Response | Promise<Response> {
  const isDemo = signIn.demo !== null;
  const signOut = isDemo ? { csrf: context.get('csrf') } : null;
  return context.html(layout({ ...page, viewer: context.get('viewer'), signOut, isDemo }), status);
}

/** Answers with the page of a payment as it is now, with a form that was not accepted if there is one. */
export async function answerPayment(
  context: Context<ConsoleEnv>,
  options: ConsoleOptions,
  paymentId: string,
  { failed = null, notice = null }: { readonly failed?: FailedForm | null; readonly notice?: Html | null } = {},
): Promise<Response> {
  const ledger = await options.ledgers.show(paymentId);
  refuseUnlessViewable(context.get('viewer'), options.rules, ledger.gatewayAccount);
  const looking = lookingAs(context.get('viewer'), options.rules, ledger.gatewayAccount);
  const signs = options.signer !== null;
  const main = paymentPageMain({ ledger, looking, csrf: context.get('csrf'), failed, notice, signs });
  return answerPage(context, options, { title: `Payment ${paymentId}`, main }, failed === null ? 200 : 422);
}
