import { Hono, type Context } from 'hono';
import { InvalidRequestError, LedgerNotFoundError } from '../../client';
import { finished, type Problem } from '../../contract/problems';
import type { ReversalRequest } from '../../contract/reversal-request';
import { requestTerms } from '../../contract/token-terms';
import { isRecord } from '../../contract/value-rules';
import { isCurrencyCode } from '../../domain/model/currency';
import { parseAmount } from '../../domain/model/money';
import type { Requester } from '../../domain/model/requester';
import type { LedgerView } from '../../domain/views/view';
import { paymentAddress } from '../notice';
import type { ConsoleOptions } from '../options';
import { newPageMain } from '../pages/new-page';
import { previewPageMain } from '../pages/preview-page';
import { approversOf, refuseUnlessViewable } from '../policy';
import { snapshotOf } from '../snapshot';
import type { ConsoleEnv, Viewer } from '../viewer';
import { waitBriefly } from './decision-routes';
import { readForm, type FormValues } from './read-form';
import { answerPage } from './show-payment';

/** A new reversal: a form, a preview, and only then the request. */
export function requestRoutes(options: ConsoleOptions): Hono<ConsoleEnv> {
  const routes = new Hono<ConsoleEnv>();
  const { ledgers, rules, signer } = options;

  routes.get('/new', async (context) => answerForm(context, await ledgerOf(context, context.req.query('id')), {}, []));

  routes.post('/revise', async (context) => {
    const form = await readForm(context);
    return answerForm(context, await ledgerOf(context, form['paymentId']), form, []);
  });

  routes.post('/preview', async (context) => {
    const form = await readForm(context);
    const ledger = await ledgerOf(context, form['paymentId']);
    const read = readRequest(form, ledger, context.get('viewer'));
    if ('problems' in read) return answerForm(context, ledger, form, read.problems);
    // A payment that was typed in may have a ledger too.
    await ledgerOf(context, typedPaymentId(read.request));
    try {
      const view = await ledgers.preview(read.request);
      const approvers = approversOf(view, rules, read.request.payment.gatewayAccount);
      const values = requestFields(form);
      const main = previewPageMain({ view, csrf: context.get('csrf'), values, approvers, hasLedger: ledger !== null });
      return await answerPage(context, options, { title: 'Preview', current: 'new', main });
    } catch (error) {
      if (error instanceof InvalidRequestError) return answerForm(context, ledger, form, inFormTerms(error.problems));
      throw error;
    }
  });

  routes.post('/request', async (context) => {
    const form = await readForm(context);
    const ledger = await ledgerOf(context, form['paymentId']);
    const viewer = context.get('viewer');
    const read = readRequest(form, ledger, viewer);
    if ('problems' in read) return answerForm(context, ledger, form, read.problems);
    const { request } = read;
    const { paymentId } = request.payment;
    try {
      const { gatewayAccount } = request.payment;
      const token =
        (await signer?.({
          viewer: { ...viewer, person: read.requester },
          gatewayAccount,
          terms: requestTerms(request),
        })) ?? null;
      const view = await ledgers.request({ ...request, token }, { wait: false });
      if (view.outcome === 'refused') {
        const message = view.reason?.message ?? 'no reason was given';
        return await answerForm(context, ledger, form, [{ field: '', message: `Refused: ${message}` }]);
      }
      await waitBriefly(options, paymentId, request.requestId);
      return context.redirect(paymentAddress(paymentId, 'requested', request.requestId), 303);
    } catch (error) {
      if (error instanceof InvalidRequestError) return answerForm(context, ledger, form, inFormTerms(error.problems));
      throw error;
    }
  });

  async function ledgerOf(context: Context<ConsoleEnv>, paymentId: string | undefined): Promise<LedgerView | null> {
    if (paymentId === undefined || paymentId === '') return null;
    const ledger = await ledgers.show(paymentId).catch((error: unknown) => {
      if (error instanceof LedgerNotFoundError) return null;
      throw error;
    });
    if (ledger !== null) refuseUnlessViewable(context.get('viewer'), rules, ledger.gatewayAccount);
    return ledger;
  }

  function answerForm(
    context: Context<ConsoleEnv>,
    ledger: LedgerView | null,
    values: FormValues,
    problems: readonly Problem[],
  ): Response | Promise<Response> {
    const failed = { form: 'new', values, problems };
    const main = newPageMain({ ledger, csrf: context.get('csrf'), failed });
    return answerPage(
      context,
      options,
      { title: 'New reversal', current: 'new', main },
      problems.length > 0 ? 422 : 200,
    );
  }

  return routes;
}

type Read =
  { readonly request: ReversalRequest; readonly requester: Requester } | { readonly problems: readonly Problem[] };

/** Makes a request of a form. The client checks the rest, as every entry point does. */
function readRequest(form: FormValues, ledger: LedgerView | null, viewer: Viewer): Read {
  const payment = ledger === null ? readPayment(form['payment']) : { value: snapshotOf(ledger) };
  if ('problem' in payment) return { problems: [{ field: 'payment', message: payment.problem }] };
  const currency = isRecord(payment.value) ? payment.value['currency'] : undefined;
  const { amount } = form;
  const operation = form['operation'] === 'cancel' ? 'cancel' : 'refund';
  if (amount !== undefined && operation === 'cancel') {
    return { problems: [{ field: 'amount', message: 'must be empty for a cancel, which takes the whole payment' }] };
  }
  // An unreadable amount must not turn into "the remaining amount".
  if (amount !== undefined && !isCurrencyCode(currency)) {
    return { problems: [{ field: 'payment.currency', message: 'must be an ISO 4217 code, such as "USD"' }] };
  }
  const read = amount === undefined || !isCurrencyCode(currency) ? null : parseAmount(amount, currency);
  if (read !== null && !read.ok) return { problems: [{ field: 'amount', message: read.problem }] };
  // For whom somebody acts is known from their sign-in: typed, it would lock that person out as an approver.
  const requester = viewer.person;
  if (form['onBehalfOf'] !== undefined && form['onBehalfOf'] !== requester.onBehalfOf) {
    return {
      problems: [{ field: '', message: 'On whose behalf you act is read from your sign-in, and is not typed.' }],
    };
  }
  const request = {
    requestId: form['requestId'] ?? '',
    operation,
    amountMinor: read?.amountMinor ?? null,
    requester,
    reason: form['reason'] ?? '',
    payment: payment.value,
  };
  // The client checks it before it sends it anywhere.
  return { request: request as ReversalRequest, requester };
}

/** The payment that a request names, whatever else is wrong with it. */
function typedPaymentId({ payment }: { readonly payment: unknown }): string | undefined {
  return isRecord(payment) && typeof payment['paymentId'] === 'string' ? payment['paymentId'] : undefined;
}

function readPayment(text: string | undefined): { readonly value: unknown } | { readonly problem: string } {
  if (text === undefined) return { problem: 'is missing: paste the payment as JSON' };
  try {
    return { value: JSON.parse(text) };
  } catch {
    // The parser's own message repeats the input.
    return { problem: 'is not valid JSON: check its quotes, commas and brackets' };
  }
}

const formFields: Readonly<Record<string, string>> = {
  amountMinor: 'amount',
};

/** Names fields as the form does. Problems inside the payment become one, which names their places. */
function inFormTerms(problems: readonly Problem[]): readonly Problem[] {
  const inPayment = problems.filter(({ field }) => field.startsWith('payment'));
  const others = problems.filter((one) => !inPayment.includes(one));
  const renamed = others.map(({ field, message }) => ({ field: formFields[field] ?? field, message }));
  const message = inPayment.map((one) => `${one.field} ${one.message}`).join('; ');
  return finished([...renamed, ...(inPayment.length > 0 ? [{ field: 'payment', message }] : [])]);
}

/** The fields that the preview passes on to the request. */
function requestFields(form: FormValues): FormValues {
  const names = ['paymentId', 'payment', 'operation', 'amount', 'reason', 'requestId', 'onBehalfOf'];
  return Object.fromEntries(names.flatMap((name) => (form[name] === undefined ? [] : [[name, form[name]]])));
}
