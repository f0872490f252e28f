import type { GatewayOperation } from './answer';
import type { Fault } from './fault';
import { moneyOperations } from './transaction';

/** What a rule can distinguish requests by. */
export interface RequestFacts {
  readonly operation: GatewayOperation;
  readonly myRef: string | null;
  readonly reference: string | null;
  readonly amountMinor: number | null;
}

/** The rules in force, oldest first. The first that matches a request is used, and used up. */
export class FaultBook {
  #rules: Fault[] = [];

  add(rule: Fault): void {
    this.#rules.push(rule);
  }

  /** The rules with how often each is still to be used. */
  list(): readonly Fault[] {
    return [...this.#rules];
  }

  clear(): void {
    this.#rules = [];
  }

  /** Takes the fault for this request, or null when all is well. */
  take(request: RequestFacts): Fault | null {
    const rule = this.#rules.find((each) => matches(each, request));
    if (rule === undefined) return null;
    this.#rules = this.#rules.flatMap((each) => {
      if (each !== rule || each.times === null) return [each];
      return each.times > 1 ? [{ ...each, times: each.times - 1 }] : [];
    });
    return rule;
  }
}

function matches(rule: Fault, request: RequestFacts): boolean {
  const operations: readonly GatewayOperation[] = rule.operation === undefined ? moneyOperations : [rule.operation];
  return (
    operations.includes(request.operation) &&
    (rule.myRef === undefined || rule.myRef === request.myRef) &&
    (rule.reference === undefined || rule.reference === request.reference) &&
    (rule.amountMinor === undefined || rule.amountMinor === request.amountMinor)
  );
}
