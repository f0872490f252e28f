import { workflowInfo } from '@temporalio/workflow';
import type { MessageAnswer } from '../../src/contract/messages';
import { paymentIdOf } from '../../src/contract/names';
import { toPayment } from '../../src/contract/normalise';
import type { Opening } from '../../src/contract/opening';
import { exemptionsOf } from '../../src/contract/message-check';
import { checkPaymentSnapshot } from '../../src/contract/payment-snapshot';
import { openReversals } from '../../src/domain/model/ledger-state';
import type { Payment } from '../../src/domain/model/payment';
import type { AccountRules } from '../../src/domain/model/profile';
import type { Requester } from '../../src/domain/model/requester';
import { applyEvent, type RecordedEvent } from '../../src/domain/transitions/apply-event';
import { passTime } from '../../src/domain/transitions/notes-and-time';
import { openPayment } from '../../src/domain/transitions/open-payment';
import { commit } from './commit';
import type { Ledger } from './ledger';
import { adoptRules, readRulesFor, readRulesOf } from './rules';

/** Opens the ledger, or says why not. */
export async function takeOpening(ledger: Ledger, { payment, actor }: Opening): Promise<MessageAnswer> {
  const by = { id: actor.id, onBehalfOf: actor.onBehalfOf ?? null };
  const reason = await openWith(ledger, toPayment(payment), by, ({ identity }) =>
    Promise.resolve(identity === 'trusted' ? null : onlyByEvent),
  );
  return { accepted: reason === null, reason };
}

const onlyByEvent =
  'these rules require tokens: open the ledger by an event that comes with the payment and a token, or by a request';

/** Makes a payment known to its ledger, if its speaker is proved. Returns why not; null: it is known. */
export async function openWith(
  ledger: Ledger,
  payment: Payment,
  by: Requester,
  whyUnproven: (rules: AccountRules) => Promise<string | null>,
): Promise<string | null> {
  if (paymentIdOf(workflowInfo().workflowId) !== payment.paymentId) {
    return 'this ledger owns another payment than the message names; send it to the ledger of its paymentId';
  }
  ledger.preflights += 1;
  try {
    const reading = await readRulesFor(ledger, payment.gatewayAccount);
    if (reading !== null) adoptRules(ledger, reading);
  } finally {
    ledger.preflights -= 1;
  }
  const [first] = checkPaymentSnapshot(payment, exemptionsOf(ledger.rules));
  if (first !== undefined) return `payment.${first.field} ${first.message}`;
  const rules = ledger.rules;
  const unproven = rules === null || ledger.state.payment !== null ? null : await whyUnproven(rules);
  return unproven ?? commit(ledger, openPayment, { payment, by });
}

/**
 * Moves the payment to another gateway account, whose rules count from then on: its speaker has to be proved by those too.
 * Returns why not; null: it has moved.
 */
export async function moveAccount(
  ledger: Ledger,
  gatewayAccount: string,
  recorded: RecordedEvent,
  whyUnproven: (rules: AccountRules) => Promise<string | null>,
): Promise<string | null> {
  const reading = await readRulesOf(ledger, gatewayAccount);
  if (reading === null) {
    return `the worker's rules know no gateway account ${JSON.stringify(gatewayAccount)}; add it to the rules file`;
  }
  const unproven = await whyUnproven(reading.rules);
  if (unproven !== null) return unproven;
  // Asked for where nobody proves who they are, they would be sent where everybody has to.
  const isStricter = ledger.rules?.identity === 'trusted' && reading.rules.identity === 'tokens';
  if (isStricter && openReversals(ledger.state).length > 0) {
    return `account ${JSON.stringify(gatewayAccount)} requires tokens, and reversals are open that were requested without; withdraw or complete them first`;
  }
  const refused = commit(ledger, applyEvent, recorded);
  if (refused !== null) return refused.message;
  adoptRules(ledger, reading);
  commit(ledger, passTime, null);
  return null;
}
