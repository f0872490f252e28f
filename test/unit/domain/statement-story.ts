import { ledgerView } from '../../../src/domain/views/view';
import { policyOf } from '../../support/approval-rules';
import { askedOf, captureOf, minutesAfter, paymentOf, rulesOf, today } from '../../support/domain-arbitraries';
import type { SendResult } from '../../../src/domain/model/send-result';
import { LedgerStory } from './ledger-story';

export const USD = { currency: 'USD' } as const;
export const c1 = { captureId: 'c1' };
export const evidence = 'report 7';
export const legId = 'return-1/c1/1';

/** The gateway's yes, with the reference that it gave. */
export function succeededAs(gatewayReference: string): SendResult {
  return { status: 'succeeded', gatewayReference, gatewayResultCode: null, flags: [] };
}

/** 100.00 captured, of which 1.00 was refunded under the reference re_1. */
export function refunded(): LedgerStory {
  const story = new LedgerStory();
  story.ask(askedOf('return-1', 100, paymentOf([captureOf('c1', 10_000)])));
  story.sendAndHear(succeededAs('re_1'));
  return story;
}

/** The same, where every release needs a co-signature from now on. */
export function strict(): LedgerStory {
  const thresholds = [{ ...USD, aboveMinor: 0, approvers: 1 }];
  const story = new LedgerStory(rulesOf({}, { approvals: policyOf({ thresholds }) }));
  story.state = refunded().state;
  return story;
}

export function refundableMinor(story: LedgerStory): number {
  return ledgerView(story.state, story.now)?.balance.refundableMinor ?? -1;
}

/** So many minutes after the hour before today's instant. */
export const at = (minute: number): string => minutesAfter(today, minute - 60);
