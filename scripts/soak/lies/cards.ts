import type { ReversalRequest } from '../../../src/contract/reversal-request';
import type { ReversalView } from '../../../src/client';
import type { Ask } from '../story';
import { silence } from './answers';
import { forgedCard, mallory, note, type Answered, type Lie, type LieInput } from './lie';

/**
 * Nobody has so much left to refund. A request that expects it is never admitted as a new one, so that a ledger which a
 * reset made forget the first request does not take the lie for it.
 */
const expectedRefundableMinor = 999_999_999_999;

/** The same request again, in another name and with another card. */
export const swapCard: Lie = async (input) => {
  const ask = admittedAsk(input);
  if (ask === undefined) return;
  const forged = { ...withForgedCard(input, ask), requester: mallory };
  note(input, 'request again with another card', swapAnswer(await answered(input, forged)));
};

/** A request that is refused for its content, with another card: under a new id, or a used one with another amount. */
export const refusedWithCard: Lie = async (input) => {
  const { payment, number, random } = input;
  const [isNew, moreMinor] = [random.chance(0.5), random.whole(1, 1_000)];
  const ask = admittedAsk(input);
  if (ask === undefined) return;
  const request = withForgedCard(input, ask);
  const forged: ReversalRequest = {
    ...request,
    operation: 'refund',
    amountMinor: (ask.amountMinor ?? 0) + moreMinor,
    requestId: isNew ? `${payment.paymentId}/swapped-${number}` : ask.requestId,
  };
  const lie = isNew ? 'wrong request with another card' : 'used request id with another amount and card';
  note(input, lie, refusedAnswer(await answered(input, forged)));
};

function admittedAsk({ payment, random }: LieInput): Ask | undefined {
  const place = random.next();
  const admitted = [...payment.requests.values()].filter(({ requestId }) => payment.answered.get(requestId)?.admitted);
  return admitted[Math.floor(place * admitted.length)];
}

function withForgedCard({ payment }: LieInput, ask: Ask): ReversalRequest {
  const request = payment.requestOf(ask);
  return { ...request, expectedRefundableMinor, payment: { ...request.payment, card: forgedCard } };
}

async function answered({ stage, tally }: LieInput, request: ReversalRequest): Promise<ReversalView | null> {
  try {
    return await stage.client.request(request, { wait: false });
  } catch (error) {
    tally.trouble('lie', error);
    return null;
  }
}

function swapAnswer(view: ReversalView | null): Answered {
  // A terminated ledger has received nothing: the answer is the client's own, and repeats the request.
  if (view === null || view.reason?.code === 'ledgerLost') return silence;
  if (view.outcome === 'refused') return refusedAnswer(view);
  const isBelieved = view.requester.id === mallory.id || sendsToForgedCard(view);
  return isBelieved
    ? { answer: 'believed', finding: 'believed' }
    : { answer: 'a repeat, and the card stays', finding: null };
}

function refusedAnswer(view: ReversalView | null): Answered {
  if (view === null || view.reason?.code === 'ledgerLost') return silence;
  if (view.outcome !== 'refused') return { answer: 'admitted', finding: 'believed' };
  return { answer: `refused (${view.reason?.code ?? '?'})`, finding: null };
}

function sendsToForgedCard({ plan }: ReversalView): boolean {
  return plan?.destination.card?.holder === forgedCard.cardHolderName;
}
