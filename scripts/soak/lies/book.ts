import type { ReversalRequest } from '../../../src/contract/reversal-request';
import type { Finding } from '../audit';

/** What the liar remembers until the audit. */
export class LieBook {
  /** Lies that were believed, or truths that were not, as their answers say. */
  readonly findings: Finding[] = [];
  /** Our references of legs that no ledger has planned, with the payment that is misused. */
  readonly forgedRefs = new Map<string, string>();
  /** Requests for payments that never existed, whose ledgers were started with an invented state. */
  readonly ghosts: ReversalRequest[] = [];

  found(finding: Finding): void {
    this.findings.push(finding);
  }
}
