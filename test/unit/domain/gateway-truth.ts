import type { Leg } from '../../../src/domain/model/leg';
import type { LookupResult } from '../../../src/domain/model/lookup-result';
import type { AccountRules } from '../../../src/domain/model/profile';
import type { Seen } from './random-history';

/** What really became of the legs whose answer was lost: decided when somebody first looks, and true from then on. */
export class GatewayTruth {
  /** Whether a leg of unknown outcome was really made. */
  private readonly made = new Map<string, boolean>();
  /** How a leg that was made has ended, once anybody has seen that. */
  private readonly ends = new Map<string, 'succeeded' | 'failed'>();

  sentAnew(legId: string): void {
    this.made.delete(legId);
    this.ends.delete(legId);
  }

  /** Its answer came, though the ledger may have taken the call for lost by then. */
  answered(legId: string): void {
    this.made.set(legId, true);
    this.ends.set(legId, 'succeeded');
  }

  failed(legId: string): void {
    this.ends.set(legId, 'failed');
  }

  /** Lookups tell the truth, where they see reversals at all; `late` are those the gateway did not show before. */
  seen(leg: Leg, seen: Seen, mayHaveMoved: boolean, rules: AccountRules): LookupResult {
    if (seen.how === 'blind') return { status: 'cannotSay', why: 'random', final: seen.final };
    if (seen.how === 'otherwise') return { status: 'mismatch', what: 'amount', answeredMinor: seen.answeredMinor };
    if (!rules.profile.lookupsSeeReversals) return { status: 'notFound' };
    if (seen.how === 'late' && leg.status === 'notSent') this.made.set(leg.legId, true);
    if (!this.wasMade(leg, mayHaveMoved && (seen.how === 'late' || seen.isThere))) return { status: 'notFound' };
    const as = this.ends.get(leg.legId) ?? seen.as;
    if (as !== 'pending') this.ends.set(leg.legId, as);
    return { status: 'found', as, gatewayReference: null, gatewayResultCode: null };
  }

  /** A person tells the truth of what is open; of what has ended, anything. */
  resolved(leg: Leg, told: 'succeeded' | 'notSent', mayHaveMoved: boolean): 'succeeded' | 'notSent' {
    if (leg.status === 'unknown' && this.ends.get(leg.legId) === 'failed') return 'notSent';
    if (leg.status === 'unknown')
      return this.wasMade(leg, mayHaveMoved && told === 'succeeded') ? 'succeeded' : 'notSent';
    if (leg.status !== 'pending') return told;
    const end = this.ends.get(leg.legId) ?? (told === 'succeeded' ? 'succeeded' : 'failed');
    this.ends.set(leg.legId, end);
    return end === 'succeeded' ? 'succeeded' : 'notSent';
  }

  private wasMade(leg: Leg, otherwise: boolean): boolean {
    if (leg.status === 'pending') return true;
    const truth = this.made.get(leg.legId) ?? (leg.status === 'unknown' && otherwise);
    this.made.set(leg.legId, truth);
    return truth;
  }
}
