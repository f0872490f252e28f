import type { PaymentKind } from '../../src/domain/model/payment';
import type { FaultRule } from '../../src/simulator';
import type { FaultDeck } from './faults';
import type { Random } from './random';

/** A capture of a story. Amounts in minor units. */
export interface PlannedCapture {
  readonly captureId: string;
  readonly amountMinor: number;
  /** After how many milliseconds it is made; null: before any request, and every snapshot contains it. */
  readonly afterMs: number | null;
  /** How long after it was made it is recorded in the ledger, in milliseconds. */
  readonly toldAfterMs: number;
  /** Whether its beginning is recorded too. */
  readonly announced: boolean;
}

/** One request for a reversal, made after so many milliseconds. The same id may come more than once, also differently. */
export interface Ask {
  readonly afterMs: number;
  readonly requestId: string;
  readonly operation: 'cancel' | 'refund';
  readonly amountMinor: number | null;
  readonly wait: boolean;
  /** What people do when it waits for approval. `later`: nothing, until everything is repaired. */
  readonly decision: 'approve' | 'approveTwice' | 'reject' | 'withdraw' | 'later';
}

/** What goes wrong once with a void of the authorization, or with a refund of one capture. */
export interface PlannedFault {
  /** null: the authorization. */
  readonly captureId: string | null;
  readonly rule: FaultRule;
}

/** Everything that is asked of one payment and what goes wrong with it, decided before it begins. */
export interface Story {
  readonly paymentId: string;
  readonly kind: PaymentKind;
  readonly currency: string;
  readonly authorizedMinor: number;
  readonly captures: readonly PlannedCapture[];
  readonly asks: readonly Ask[];
  readonly faults: readonly PlannedFault[];
}

const shapes = ['held', 'held', 'captured', 'captured', 'captured', 'many', 'landing', 'landing', 'charged'] as const;
type Shape = (typeof shapes)[number];

const currencies = ['USD', 'USD', 'USD', 'EUR', 'JPY', 'KWD'] as const;

/** Within how many milliseconds everything of one payment is asked. */
const withinMs = 5_000;

/** The next story. The same seed gives the same stories in the same order. */
export function makeStory(random: Random, deck: FaultDeck, paymentId: string): Story {
  const shape = random.one(shapes);
  const authorizedMinor = random.whole(2_000, 30_000);
  const captures = capturesOf(shape, authorizedMinor, random);
  const asks = asksOf(shape, paymentId, authorizedMinor, random);
  return {
    paymentId,
    kind: shape === 'charged' ? 'charge' : 'authorization',
    currency: random.one(currencies),
    authorizedMinor,
    captures,
    asks: [...asks, ...againOf(asks, random)],
    faults: faultsOf(authorizedMinor, captures, deck, random),
  };
}

function capturesOf(shape: Shape, authorizedMinor: number, random: Random): PlannedCapture[] {
  const capture = (number: number, amountMinor: number, afterMs: number | null): PlannedCapture => ({
    captureId: `c${number}`,
    amountMinor,
    afterMs,
    toldAfterMs: random.whole(0, 1_500),
    announced: random.chance(0.5),
  });
  switch (shape) {
    case 'held':
      return [];
    case 'captured':
      return [capture(1, random.chance(0.8) ? authorizedMinor : Math.ceil(authorizedMinor / 2), null)];
    case 'charged':
      return [{ ...capture(1, authorizedMinor, null), captureId: 'charge' }];
    case 'landing':
      return [
        capture(
          1,
          random.chance(0.7) ? authorizedMinor : Math.ceil(authorizedMinor / 3),
          random.whole(0, withinMs / 2),
        ),
      ];
    case 'many': {
      const parts = random.whole(2, 3);
      const partMinor = Math.floor(authorizedMinor / parts);
      return Array.from({ length: parts }, (_one, index) =>
        capture(index + 1, partMinor, index === parts - 1 && random.chance(0.4) ? random.whole(0, withinMs / 2) : null),
      );
    }
  }
}

function asksOf(shape: Shape, paymentId: string, authorizedMinor: number, random: Random): Ask[] {
  const ask = (number: number, operation: Ask['operation'], amountMinor: number | null): Ask => ({
    afterMs: random.whole(0, withinMs),
    requestId: `${paymentId}/${operation}-${number}`,
    operation,
    amountMinor,
    wait: random.chance(0.5),
    decision: random.one(['approve', 'approve', 'approveTwice', 'reject', 'withdraw', 'later']),
  });
  const part = (): number => random.whole(1, Math.ceil(authorizedMinor * 0.6));
  const refunds = (count: number): Ask[] =>
    Array.from({ length: count }, (_one, index) => ask(index + 1, 'refund', random.chance(0.15) ? null : part()));
  switch (shape) {
    case 'held':
      return [ask(1, 'cancel', null), ...(random.chance(0.3) ? [ask(2, 'cancel', null), ...refunds(1)] : [])];
    case 'landing':
      return [ask(1, 'cancel', null), ...(random.chance(0.5) ? refunds(2) : [])];
    case 'captured':
    case 'charged':
    case 'many':
      return [...refunds(random.whole(2, 5)), ...(random.chance(0.35) ? [ask(1, 'cancel', null)] : [])];
  }
}

/** The same request again, or another request under the same id. */
function againOf(asks: readonly Ask[], random: Random): Ask[] {
  return asks.flatMap((ask) => {
    const afterMs = random.whole(0, withinMs);
    if (random.chance(0.25)) return [{ ...ask, afterMs, wait: random.chance(0.5) }];
    if (random.chance(0.1))
      return [{ ...ask, afterMs, operation: 'refund' as const, amountMinor: random.whole(1, 500) }];
    return [];
  });
}

function faultsOf(
  authorizedMinor: number,
  captures: readonly PlannedCapture[],
  deck: FaultDeck,
  random: Random,
): PlannedFault[] {
  const faults: PlannedFault[] = [];
  const voidFaults = captures.every(({ afterMs }) => afterMs !== null) ? random.whole(0, 2) : 0;
  for (let made = 0; made < voidFaults; made += 1) {
    faults.push({ captureId: null, rule: deck.deal('void', authorizedMinor) });
  }
  for (const { captureId, amountMinor } of captures) {
    for (let made = random.whole(0, 2); made > 0; made -= 1) {
      faults.push({ captureId, rule: deck.deal('refund', amountMinor) });
    }
  }
  return faults;
}
