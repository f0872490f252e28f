import { audit, type AuditInput, type FindingKind } from '../../../scripts/soak/audit';
import type { Movement } from '../../../src/simulator';
import { ledgerView, type LedgerView } from '../../../src/domain/views/view';
import { askedOf, captureOf, paymentOf, succeeded, today, unknown } from '../../support/domain-arbitraries';
import { LedgerStory } from '../domain/ledger-story';

const requestId = 'return-1';

/** A payment of 100.00 of which 60.00 went back, as ledger and gateway both tell it. */
function trueInput(): AuditInput & { view: LedgerView } {
  const story = new LedgerStory();
  story.ask(askedOf(requestId, 6_000, paymentOf([captureOf('c1', 10_000)])));
  story.sendAndHear(succeeded);
  const view = viewOf(story);
  return {
    paymentId: view.paymentId,
    view,
    movements: [
      movement('authorize', 10_000, 'auth_1', null),
      movement('capture', 10_000, 'ref-c1', null),
      movement('refund', 6_000, 're_1', view.reversals[0]?.legs[0]?.myRef ?? null),
    ],
    captureOf: () => 'ref-c1',
    admitted: [requestId],
  };
}

function viewOf({ state, now }: LedgerStory): LedgerView {
  const view = ledgerView(state, now);
  if (view === null) throw new Error('The test expected a ledger that knows its payment.');
  return view;
}

function movement(
  operation: Movement['operation'],
  amountMinor: number,
  reference: string,
  myRef: string | null,
): Movement {
  return { at: today, operation, amountMinor, currency: 'USD', reference, myRef, payment: 'auth_1', answered: true };
}

function refundIn({ movements }: AuditInput): Movement {
  const refund = movements.find(({ operation }) => operation === 'refund');
  if (refund === undefined) throw new Error('The test expected a refund among the movements.');
  return refund;
}

/** A refund that was sent, of which no answer came. */
function unknownView(): LedgerView {
  const story = new LedgerStory();
  story.ask(askedOf(requestId, 6_000, paymentOf([captureOf('c1', 10_000)])));
  story.sendAndHear(unknown);
  return viewOf(story);
}

describe('The audit of a soak', () => {
  it('finds nothing where ledger and gateway agree', () => {
    expect(audit(trueInput())).toEqual([]);
  });

  it('finds a refund that failed late where the failure was not recorded', () => {
    const input = trueInput();
    const back = { ...refundIn(input), operation: 'refundFailed' as const };
    const found = audit({ ...input, movements: [...input.movements, back] });
    expect(found.map(({ kind }) => kind)).toContain('untrue');
  });

  it.each<[string, FindingKind, (input: AuditInput & { view: LedgerView }) => AuditInput]>([
    [
      'one leg that moved its money twice',
      'doubled',
      (input) => ({ ...input, movements: [...input.movements, { ...refundIn(input), reference: 're_2' }] }),
    ],
    [
      'a refund that moved more than was asked',
      'doubled',
      (input) => ({ ...input, movements: changed(input, { amountMinor: 7_000 }) }),
    ],
    [
      'more given back of a capture than it brought',
      'overRefunded',
      (input) => ({ ...input, movements: changed(input, { amountMinor: 10_001 }) }),
    ],
    [
      'a movement of which the ledger knows nothing',
      'lost',
      (input) => ({ ...input, movements: [...input.movements, movement('refund', 100, 're_9', 'NOBODYSREFERENCE')] }),
    ],
    ['a movement of a payment without a ledger', 'lost', (input) => ({ ...input, view: null })],
    ['a request that was admitted and is forgotten', 'lost', (input) => ({ ...input, admitted: ['return-2'] })],
    [
      'a refund that the ledger says succeeded and that never moved',
      'untrue',
      (input) => ({ ...input, movements: input.movements.filter(({ operation }) => operation !== 'refund') }),
    ],
    ['a refund of unknown outcome', 'untrue', (input) => ({ ...input, view: unknownView() })],
    [
      'a balance that says something else than the gateway',
      'untrue',
      (input) => ({ ...input, view: { ...input.view, balance: { ...input.view.balance, refundedMinor: 1 } } }),
    ],
    [
      'a ledger that is held',
      'untrue',
      (input) => ({
        ...input,
        view: { ...input.view, frozen: { since: today, reason: { code: 'resetDetected', message: 'a reset' } } },
      }),
    ],
  ])('finds %s', (_what, kind, plant) => {
    const findings = audit(plant(trueInput()));
    expect(findings.map((one) => one.kind)).toContain(kind);
    expect(findings.every(({ paymentId, what }) => paymentId === 'order-1001' && what !== '')).toBe(true);
  });
});

function changed(input: AuditInput, change: Partial<Movement>): Movement[] {
  return input.movements.map((one) => (one === refundIn(input) ? { ...one, ...change } : one));
}
