import { Hono, type Context } from 'hono';
import { setTimeout as pause } from 'node:timers/promises';
import { InvalidRequestError, type DecisionAnswer, type MessageAnswer } from '../../client';
import type { Problem } from '../../contract/problems';
import {
  coSignatureTerms,
  decisionTerms,
  recoveryTerms,
  resolutionTerms,
  withdrawalTerms,
  type TokenTerms,
} from '../../contract/token-terms';
import type { CoSignature } from '../../domain/model/payment-event';
import { isCurrencyCode } from '../../domain/model/currency';
import { parseAmount } from '../../domain/model/money';
import { html } from '../html';
import { paymentAddress, type Done } from '../notice';
import type { ConsoleOptions } from '../options';
import { sentence } from '../parts/reversal';
import type { ConsoleEnv, Viewer } from '../viewer';
import { readForm, wholeNumber, type FormValues } from './read-form';
import { answerPage, answerPayment } from './show-payment';

/** The result of an act: done, or why not. */
type ActResult = { readonly done: Done; readonly reversalId?: string } | { readonly problems: readonly Problem[] };

/** Everything that people decide about a payment: approve, reject, withdraw, resolve, co-sign, recover. */
export function decisionRoutes(options: ConsoleOptions): Hono<ConsoleEnv> {
  const routes = new Hono<ConsoleEnv>();
  const { ledgers } = options;

  const proof = async (viewer: Viewer, paymentId: string, terms: TokenTerms): Promise<string | null> => {
    if (options.signer === null) return null;
    const { gatewayAccount } = await ledgers.show(paymentId);
    return options.signer({ viewer, gatewayAccount, terms });
  };

  const act = (path: string, perform: (form: FormValues, context: Context<ConsoleEnv>) => Promise<ActResult>): void => {
    routes.post(path, async (context) => {
      const form = await readForm(context);
      const { paymentId = '' } = form;
      const result = await perform(form, context).catch((error: unknown): ActResult => {
        if (error instanceof InvalidRequestError) return { problems: error.problems };
        throw error;
      });
      if ('done' in result) {
        if (result.reversalId !== undefined) await waitBriefly(options, paymentId, result.reversalId);
        return context.redirect(paymentAddress(paymentId, result.done, result.reversalId), 303);
      }
      const failed = { form: form['form'] ?? '', problems: result.problems, values: form };
      return answerPayment(context, options, paymentId, { failed });
    });
  };

  act('/decide', async (form, context) => {
    const { paymentId = '', requestId = '', currency = '', comment = null } = form;
    const viewer = context.get('viewer');
    const decision = form['decision'] === 'approve' ? 'approve' : 'reject';
    const terms = {
      requestId,
      planVersion: wholeNumber(form['planVersion']),
      refundMinor: wholeNumber(form['refundMinor']),
      voidMinor: wholeNumber(form['voidMinor']),
      currency,
      destination: form['destination'] ?? '',
    };
    if (decision === 'reject' && comment === null) {
      return { problems: [{ field: 'comment', message: 'is required to reject a request' }] };
    }
    const token = await proof(viewer, paymentId, decisionTerms(paymentId, { decision, ...terms }));
    const named = { ...terms, approver: viewer.person, token };
    return decision === 'reject' && comment !== null
      ? decided(await ledgers.reject(paymentId, { ...named, comment }), 'rejected', requestId)
      : decided(await ledgers.approve(paymentId, { ...named, comment }), 'approved', requestId);
  });

  act('/withdraw', async (form, context) => {
    const { paymentId = '', requestId = '', reason = '' } = form;
    const viewer = context.get('viewer');
    const token = await proof(viewer, paymentId, withdrawalTerms(paymentId, { requestId }));
    const answer = await ledgers.withdraw(paymentId, { requestId, actor: viewer.person, reason, token });
    return decided(answer, 'withdrawn', requestId);
  });

  act('/resolve', async (form, context) => {
    const { paymentId = '', legId = '', evidence = '', gatewayReference = null } = form;
    const viewer = context.get('viewer');
    const outcome = form['outcome'] === 'succeeded' ? 'succeeded' : 'notSent';
    const moved = movedAmount(form);
    if ('problems' in moved) return moved;
    const { amountMinor } = moved;
    const token = await proof(viewer, paymentId, resolutionTerms(paymentId, { legId, outcome, amountMinor }));
    const coSignedBy = coSignatures(form['coSignedBy']);
    const resolution = {
      legId,
      outcome,
      gatewayReference,
      amountMinor,
      evidence,
      actor: viewer.person,
      token,
      coSignedBy,
    };
    return answered(await ledgers.resolve(paymentId, { ...resolution, outcome }), 'resolved');
  });

  act('/recover', async (form, context) => {
    const { paymentId = '', reason = '' } = form;
    if (reason === '') return { problems: [{ field: 'reason', message: 'is missing: the ledger records it' }] };
    const viewer = context.get('viewer');
    const token = (run: { readonly runId: string }) => proof(viewer, paymentId, recoveryTerms(paymentId, run));
    return answered(await ledgers.recover(paymentId, { actor: viewer.person, reason, token }), 'recovered');
  });

  routes.post('/co-sign', async (context) => {
    const { paymentId = '', legId = '' } = await readForm(context);
    const viewer = context.get('viewer');
    const token = await proof(viewer, paymentId, coSignatureTerms(paymentId, { legId }));
    const main = html`<div class="narrow card">
      <h1>Your co-signature</h1>
      <p>
        It states that the refund of leg <code>${legId}</code> moved no money, and nothing else. Give this line to the
        person who resolves the leg. It expires soon.
      </p>
      <div class="field">
        <label for="coSignature">Co-signature</label>
        <textarea id="coSignature" class="code" rows="8" readonly>${viewer.person.id} ${token ?? ''}</textarea>
      </div>
      <p><a href="/payment?id=${encodeURIComponent(paymentId)}">Back to the payment</a></p>
    </div>`;
    return answerPage(context, options, { title: 'Your co-signature', main });
  });

  return routes;
}

function decided({ accepted, reason }: DecisionAnswer, done: Done, reversalId: string): ActResult {
  return accepted ? { done, reversalId } : notAccepted(reason?.message ?? null);
}

function answered({ accepted, reason }: MessageAnswer, done: Done): ActResult {
  return accepted ? { done } : notAccepted(reason);
}

function notAccepted(reason: string | null): ActResult {
  return { problems: [{ field: '', message: `Not accepted. ${sentence(reason ?? 'no reason was given')}` }] };
}

/** One person per line, the token after the name where one is needed. */
function coSignatures(text: string | undefined): CoSignature[] {
  return (text ?? '')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .flatMap(([id = '', token]) => (id === '' ? [] : [{ id, token: token ?? null }]));
}

function movedAmount({
  amount,
  currency,
}: FormValues): { readonly amountMinor: number | null } | { readonly problems: readonly Problem[] } {
  if (amount === undefined) return { amountMinor: null };
  if (!isCurrencyCode(currency)) return { problems: [{ field: 'amount', message: 'has no currency' }] };
  const read = parseAmount(amount, currency);
  return read.ok ? { amountMinor: read.amountMinor } : { problems: [{ field: 'amount', message: read.problem }] };
}

const waitAtMostMs = 3_000;
const lookAgainMs = 100;

/** Waits a moment for the effect of an act, so that the page that follows shows it. */
export async function waitBriefly({ ledgers }: ConsoleOptions, paymentId: string, reversalId: string): Promise<void> {
  for (const deadline = Date.now() + waitAtMostMs; Date.now() < deadline;) {
    const view = await ledgers.find(paymentId, reversalId).catch(() => null);
    if (view === null || view.phase !== 'working') return;
    await pause(lookAgainMs);
  }
}
