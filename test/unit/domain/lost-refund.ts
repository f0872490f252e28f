import { nextSend } from '../../../src/domain/decision/next-send';
import type { LookupResult } from '../../../src/domain/model/lookup-result';
import type { Payment } from '../../../src/domain/model/payment';
import type { Profile } from '../../../src/domain/model/profile';
import { applyLookup } from '../../../src/domain/transitions/apply-lookup';
import { resolve } from '../../../src/domain/transitions/resolve';
import { askedOf, captureOf, paymentOf, rulesOf, unknown } from '../../support/domain-arbitraries';
import { LedgerStory } from './ledger-story';

export const seeing = { lookupsSeeReversals: true };
export const alice = { id: 'alice', onBehalfOf: null };
export const captured = paymentOf([captureOf('c1', 10_000)]);

/** A refund of 40.00 out of 100.00 whose answer was lost. */
export function sentAndLost(profile: Partial<Profile> = seeing): LedgerStory {
  return lost(4_000, captured, profile);
}

export function lost(
  amountMinor: number | 'cancel',
  payment: Payment,
  profile: Partial<Profile> = seeing,
): LedgerStory {
  const story = new LedgerStory(rulesOf(profile));
  story.ask(askedOf('r1', amountMinor, payment));
  story.sendAndHear(unknown);
  return story;
}

export const notFound: LookupResult = { status: 'notFound' };
export const cannotSay: LookupResult = { status: 'cannotSay', why: 'serverError', final: false };
export const otherAmount: LookupResult = { status: 'mismatch', what: 'amount', answeredMinor: 9_000 };
export const found = (as: 'succeeded' | 'pending'): LookupResult => ({
  status: 'found',
  as,
  gatewayReference: 're_1',
  gatewayResultCode: as,
});

export function lookUp(story: LedgerStory, result: LookupResult, legId = 'r1/c1/1'): void {
  story.step(applyLookup, { legId, result });
}

/** Two lookups that do not find the leg, the second long after the first. */
export function proveAbsent(story: LedgerStory, legId = 'r1/c1/1'): void {
  for (let times = 0; times < 2; times += 1) {
    lookUp(story, notFound, legId);
    story.pass(60);
  }
}

/** 40.00 of 100.00, sent, lost, proved absent and planned again, but not sent again yet. */
export function plannedAgain(): LedgerStory {
  const story = sentAndLost();
  proveAbsent(story);
  expect(nextSend(story.state)?.legId).toBe('r1/c1/2');
  return story;
}

export function resolved(story: LedgerStory, outcome: 'notSent' | 'succeeded'): string | null {
  return story.step(resolve, {
    legId: 'r1/c1/1',
    outcome,
    gatewayReference: null,
    evidence: 'case 7',
    actor: alice,
    coSignedBy: [],
    amountMinor: null,
  });
}
