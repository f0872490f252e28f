import { Hono, type Context } from 'hono';
import { LedgerNotFoundError } from '../../client';
import type { LedgerView } from '../../domain/views/view';
import { holdsCardNumber } from '../../security/card-number';
import { auditCsv, auditJson, csvSeparators } from '../../domain/views/audit-export';
import { html } from '../html';
import { noticeOf } from '../notice';
import type { ConsoleOptions } from '../options';
import { workPageMain } from '../pages/work-page';
import { mayView, refuseUnlessViewable } from '../policy';
import type { ConsoleEnv } from '../viewer';
import { queues, workPage, type Queue } from '../work-list';
import { answerPage, answerPayment } from './show-payment';

/** Everything that only reads: the work list, a payment, its audit, the search. */
export function readRoutes(options: ConsoleOptions): Hono<ConsoleEnv> {
  const routes = new Hono<ConsoleEnv>();
  const { ledgers } = options;

  routes.get('/', async (context) => {
    const queue: Queue = queues.find((one) => one === context.req.query('queue')) ?? 'approval';
    const page = await workPage(options.glance, {
      queue,
      after: context.req.query('after'),
      hasWorkList: options.workList,
    });
    const viewer = context.get('viewer');
    // Of a ledger that does not respond its account is not known, and only its id is shown.
    const lines = page.lines.filter(({ account }) => account === null || mayView(viewer, options.rules, account));
    return answerPage(context, options, {
      title: 'Work list',
      current: 'work',
      main: workPageMain(queue, { ...page, lines }, Date.now()),
    });
  });

  routes.get('/search', (context) => {
    const id = (context.req.query('id') ?? '').trim();
    // A card number must not get into the next address.
    if (id === '' || holdsCardNumber(id)) return notFound(context);
    return context.redirect(`/payment?id=${encodeURIComponent(id)}`, 303);
  });

  routes.get('/payment', async (context) => {
    const id = context.req.query('id') ?? '';
    try {
      return await answerPayment(context, options, id, { notice: noticeOf(context.req.query('done')) });
    } catch (error) {
      if (error instanceof LedgerNotFoundError) return notFound(context);
      throw error;
    }
  });

  routes.get('/payment/audit.csv', async (context) => {
    const ledger = await viewable(context);
    context.header('Content-Disposition', `attachment; filename="${fileName(ledger.paymentId)}.csv"`);
    const separator = csvSeparators.find((one) => one === context.req.query('separator'));
    return context.body(auditCsv(ledger, separator), 200, { 'Content-Type': 'text/csv; charset=utf-8' });
  });

  routes.get('/payment/audit.json', async (context) => {
    const ledger = await viewable(context);
    context.header('Content-Disposition', `attachment; filename="${fileName(ledger.paymentId)}.json"`);
    return context.body(auditJson(ledger, new Date().toISOString()), 200, { 'Content-Type': 'application/json' });
  });

  async function viewable(context: Context<ConsoleEnv>): Promise<LedgerView> {
    const ledger = await ledgers.show(context.req.query('id') ?? '');
    refuseUnlessViewable(context.get('viewer'), options.rules, ledger.gatewayAccount);
    return ledger;
  }

  function notFound(context: Parameters<typeof answerPage>[0]): Response | Promise<Response> {
    const main = html`<div class="narrow card">
      <h1>No ledger for this payment id</h1>
      <p>
        No reversal of this payment was ever requested, or the Temporal server no longer keeps it. Check the id: use
        your own id of the payment, not the gateway's.
      </p>
      <p><a href="/new">Request the first reversal of a payment</a></p>
    </div>`;
    return answerPage(context, options, { title: 'Not found', main }, 404);
  }

  return routes;
}

/** Ids may contain any character; file names may not. */
function fileName(paymentId: string): string {
  return `audit-${paymentId.replaceAll(/[^A-Za-z0-9._-]/g, '_')}`;
}
