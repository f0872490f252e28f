import { randomBytes } from 'node:crypto';
import { booksOf, rawStateOf } from './books';
import type { PaymentBooks } from './books';
import { ruleOnCapture, ruleOnRefund, ruleOnVoid } from './rulings';
import type { GatewayRules, DeclineCode, Ruling } from './rulings';
import type { MoneyOperation, MoneyOrder, Movement, Transaction, TransactionView } from './transaction';

/** How an order ended at the gateway's books. */
export type Outcome =
  | { readonly kind: 'done'; readonly transaction: Transaction; readonly movement: Movement }
  | { readonly kind: 'accepted'; readonly transaction: Transaction }
  | { readonly kind: 'rejected'; readonly code: DeclineCode };

const prefixes: Readonly<Record<MoneyOperation, string>> = {
  authorize: 'auth',
  charge: 'ch',
  capture: 'cap',
  void: 'void',
  refund: 're',
};

/**
 * The simulated gateway's books: the only place where money moves. It knows no HTTP, so a fault can let money move
 * without an answer or answer without moving it. Every call is one synchronous step. The same order twice moves money
 * twice, as far as the rules let it: the gateway has no idempotency.
 */
export class MoneyState {
  readonly #rules: GatewayRules;
  readonly #transactions = new Map<string, Transaction>();
  readonly #movements: Movement[] = [];
  /** Two simulators never share a reference, so one that was restarted answers nothing about the other's. */
  readonly #run = randomBytes(3).toString('hex');
  #count = 0;

  constructor(rules: GatewayRules) {
    this.#rules = rules;
  }

  /** Checks an order and, where it is allowed, moves the money at once. */
  perform(order: MoneyOrder): Outcome {
    return this.#carryOut(order, this.#newReference(order.operation));
  }

  /** Takes an order on without moving money yet; an order that would be rejected now is rejected now. */
  accept(order: MoneyOrder): Outcome {
    const ruling = this.#rule(order);
    if (ruling.kind === 'rejected') return ruling;
    const transaction = this.#enter(order, this.#newReference(order.operation), 'pending');
    return { kind: 'accepted', transaction };
  }

  /** Completes a pending transaction. It is checked again, because others may have come before it. Null if it is not pending. */
  complete(reference: string): Outcome | null {
    const pending = this.#transactions.get(reference);
    if (pending?.condition !== 'pending') return null;
    const outcome = this.#carryOut(pending, reference);
    if (outcome.kind === 'rejected') this.#change(reference, { condition: 'failed' });
    return outcome;
  }

  /** Fails a pending transaction, or a refund that had succeeded: its money is captured money again. False if neither. */
  fail(reference: string): boolean {
    const found = this.#transactions.get(reference);
    if (found?.condition === 'open' && found.operation === 'refund') this.#move('refundFailed', found);
    else if (found?.condition !== 'pending') return false;
    this.#change(reference, { condition: 'failed' });
    return true;
  }

  /** Runs the settlement batch for one charge or capture, for all of one payment, or for everything. False if unknown. */
  settle(reference: string | null): boolean {
    const concerned = [...this.#transactions.values()].filter(
      (each) => reference === null || each.reference === reference || each.payment === reference,
    );
    for (const each of concerned) {
      const settles = each.operation === 'charge' || each.operation === 'capture';
      if (settles && each.condition === 'open') this.#change(each.reference, { settled: true });
    }
    return reference === null || concerned.length > 0;
  }

  /** Lets an authorization's hold expire. False if there is no such open authorization. */
  expire(reference: string): boolean {
    const found = this.#transactions.get(reference);
    if (found?.operation !== 'authorize' || found.condition !== 'open') return false;
    this.#change(reference, { condition: 'expired' });
    return true;
  }

  /** The newest transaction that agrees, with its raw state. */
  find(agrees: (transaction: Transaction) => boolean): TransactionView | null {
    const found = [...this.#transactions.values()].findLast(agrees);
    return found === undefined ? null : this.#viewOf(found, this.#transactions.values());
  }

  /** Every transaction, oldest first. */
  transactions(): TransactionView[] {
    const byPayment = new Map<string, Transaction[]>();
    for (const each of this.#transactions.values()) {
      const own = byPayment.get(each.payment);
      if (own === undefined) byPayment.set(each.payment, [each]);
      else own.push(each);
    }
    return [...this.#transactions.values()].map((each) => this.#viewOf(each, byPayment.get(each.payment) ?? []));
  }

  /** Every movement of money, oldest first. */
  movements(): Movement[] {
    return this.#movements.map((movement) => ({ ...movement }));
  }

  /** Notes that a movement was reported to the client. */
  markAnswered(movement: Movement): void {
    const index = this.#movements.indexOf(movement);
    if (index >= 0) this.#movements[index] = { ...movement, answered: true };
  }

  /** Forgets everything. */
  clear(): void {
    this.#transactions.clear();
    this.#movements.length = 0;
  }

  #carryOut(order: MoneyOrder, reference: string): Outcome {
    const ruling = this.#rule(order);
    if (ruling.kind === 'rejected') return ruling;
    for (const ended of ruling.voids) this.#change(ended, { condition: 'voided' });
    const transaction = this.#enter(order, reference, 'open');
    return { kind: 'done', transaction, movement: this.#move(order.operation, transaction, ruling.movesMinor) };
  }

  #rule(order: MoneyOrder): Ruling {
    if (order.operation === 'authorize' || order.operation === 'charge') {
      return { kind: 'allowed', movesMinor: order.amountMinor, voids: [] };
    }
    const target = order.against === null ? undefined : this.#transactions.get(order.against);
    if (target === undefined) return { kind: 'rejected', code: 'resource_missing' };
    const input = { order, target, books: this.#booksOf(target), rules: this.#rules };
    if (order.operation === 'capture') return ruleOnCapture(input);
    return order.operation === 'refund' ? ruleOnRefund(input) : ruleOnVoid(input);
  }

  #booksOf({ payment }: Transaction, among: Iterable<Transaction> = this.#transactions.values()): PaymentBooks {
    const root = this.#transactions.get(payment);
    if (root === undefined) throw new Error('a transaction without its payment: a fault of the simulator');
    return booksOf(root, among);
  }

  #viewOf(each: Transaction, among: Iterable<Transaction>): TransactionView {
    return { ...each, state: rawStateOf(each, this.#booksOf(each, among)) };
  }

  #enter(order: MoneyOrder, reference: string, condition: 'open' | 'pending'): Transaction {
    const { operation, amountMinor, currency, against, myRef } = order;
    const payment = (against === null ? undefined : this.#transactions.get(against)?.payment) ?? reference;
    const at = new Date().toISOString();
    const facts = { reference, operation, payment, against, amountMinor, currency, myRef, at };
    const transaction: Transaction = { ...facts, settled: false, condition };
    this.#transactions.set(reference, transaction);
    return transaction;
  }

  #change(reference: string, change: Partial<Transaction>): void {
    const found = this.#transactions.get(reference);
    if (found !== undefined) this.#transactions.set(reference, { ...found, ...change });
  }

  #move(operation: Movement['operation'], of: Transaction, amountMinor = of.amountMinor): Movement {
    const { currency, reference, myRef, payment } = of;
    const at = new Date().toISOString();
    const movement: Movement = { at, operation, amountMinor, currency, reference, myRef, payment, answered: false };
    this.#movements.push(movement);
    return movement;
  }

  #newReference(operation: MoneyOperation): string {
    this.#count += 1;
    return `${prefixes[operation]}_${this.#run}_${this.#count}`;
  }
}
