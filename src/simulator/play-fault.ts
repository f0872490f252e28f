import { declineWith, resultAnswer } from './answer';
import type { Answer, GatewayOperation } from './answer';
import type { Exchange } from './exchange';
import type { Fault } from './fault';
import { majorUnitsOf } from './minor-units';

/** A request that is ready to be carried out: its effect apart from its answer. */
export interface Work {
  readonly operation: GatewayOperation;
  readonly gatewayName: string;
  readonly currency: string | null;
  /** The effect: money moves, or is refused; returns what a healthy gateway would answer. */
  readonly perform: () => Answer;
  /** Takes the work on as pending, for a 202; `reference` is null when it was refused or nothing can be pending. */
  readonly accept: () => { readonly answer: Answer; readonly reference: string | null };
}

/** What a fault may do besides answering. */
export interface Machine {
  readonly pass: (ms: number) => Promise<void>;
  /** Waits for release and shows the request as held. */
  readonly held: () => Promise<void>;
  readonly afterOrOnRelease: (ms: number | null, run: () => void) => void;
  readonly complete: (reference: string) => void;
  /** Fails something pending, or a refund that had succeeded. */
  readonly fail: (reference: string) => void;
  readonly goDown: (ms: number) => void;
}

/** Carries out one request, well or with its fault. Every row says when the money moves and what the client sees. */
export async function playFault(fault: Fault | null, work: Work, exchange: Exchange, machine: Machine): Promise<void> {
  switch (fault?.kind) {
    case undefined:
      exchange.send(work.perform());
      return;
    case 'effectThenNoAnswer':
      work.perform();
      return;
    case 'effectThenReset':
      work.perform();
      exchange.reset();
      return;
    case 'resetBeforeEffect':
      exchange.reset();
      return;
    case 'answerAfter': {
      const answer = work.perform();
      await machine.pass(fault.delayMs);
      exchange.send(answer);
      return;
    }
    case 'effectAfter':
      if (fault.first === 'reset') exchange.reset();
      if (fault.first === 'status503') exchange.send({ httpStatus: 503, body: null });
      machine.afterOrOnRelease(fault.delayMs, work.perform);
      return;
    case 'serverError':
      if (fault.effect) work.perform();
      exchange.send(serverError(fault, work));
      return;
    case 'accepted202':
      acceptForLater(fault, work, exchange, machine);
      return;
    case 'truncatedBody':
      exchange.sendHalf(fault.effect ? work.perform() : goodLooking(work));
      return;
    case 'htmlBody':
      exchange.sendPage(fault.effect ? work.perform() : goodLooking(work), fault.httpStatus);
      return;
    case 'wrongAmount':
      exchange.send(amended(work.perform(), { amount: majorUnitsOf(fault.answeredMinor, work.currency ?? '') }));
      return;
    case 'wrongCurrency':
      exchange.send(amended(work.perform(), { currency: fault.currency }));
      return;
    case 'answerWithout':
      exchange.send(amended(work.perform(), Object.fromEntries(fault.fields.map((field) => [field, undefined]))));
      return;
    case 'unauthorized401':
      exchange.send({ httpStatus: 401, body: null });
      return;
    case 'rateLimited429':
      exchange.send({ httpStatus: 429, headers: retryAfter(fault.retryAfterSeconds), body: null });
      return;
    case 'temporaryFailure':
      if (fault.effect) work.perform();
      exchange.send(resultAnswer(work.operation, 'TemporaryFailure', { gatewayName: work.gatewayName }));
      return;
    case 'fatalFailure':
      if (fault.effect) work.perform();
      exchange.send(resultAnswer(work.operation, 'FatalFailure', { gatewayName: work.gatewayName }));
      return;
    case 'notImplemented':
      exchange.send(resultAnswer(work.operation, 'NotImplemented', { gatewayName: work.gatewayName }));
      return;
    case 'rejected':
      exchange.send(declineWith(work.operation, fault.gatewayResultCode, 'Declined.', work.gatewayName));
      return;
    case 'downForMs':
      exchange.reset();
      machine.goDown(fault.ms);
      return;
    case 'lateRefundFailure': {
      const answer = work.perform();
      exchange.send(answer);
      const { movement } = answer;
      if (movement?.operation !== 'refund') return;
      machine.afterOrOnRelease(fault.afterMs, () => {
        machine.fail(movement.reference);
      });
      return;
    }
    case 'latency':
      await machine.pass(fault.ms);
      exchange.send(work.perform());
      return;
    case 'hold':
      await holdThenSend(fault.effect, work, exchange, machine);
      return;
  }
}

async function holdThenSend(
  effect: 'before' | 'after',
  work: Work,
  exchange: Exchange,
  machine: Machine,
): Promise<void> {
  const before = effect === 'before' ? work.perform() : null;
  await machine.held();
  exchange.send(before ?? work.perform());
}

function acceptForLater(
  fault: Extract<Fault, { kind: 'accepted202' }>,
  work: Work,
  exchange: Exchange,
  machine: Machine,
): void {
  const { answer, reference } = work.accept();
  exchange.send(fault.body || answer.httpStatus !== 202 ? answer : { ...answer, body: null });
  if (reference === null || fault.then === 'nothing') return;
  const end = fault.then === 'success' ? machine.complete : machine.fail;
  machine.afterOrOnRelease(fault.afterMs, () => {
    end(reference);
  });
}

function serverError(fault: Extract<Fault, { kind: 'serverError' }>, work: Work): Answer {
  const code = fault.httpStatus === 503 ? 'TemporaryFailure' : 'FatalFailure';
  const { body } = resultAnswer(work.operation, code, { gatewayName: work.gatewayName });
  return { httpStatus: fault.httpStatus, body: fault.body === 'empty' ? null : body };
}

/** What looks like a good answer although nothing was done. */
function goodLooking(work: Work): Answer {
  return resultAnswer(work.operation, 'Success', { gatewayName: work.gatewayName });
}

/** Changes a good answer; a refusal stays as it is. */
function amended(answer: Answer, fields: Readonly<Record<string, unknown>>): Answer {
  return answer.httpStatus === 200 ? { ...answer, body: { ...answer.body, ...fields } } : answer;
}

function retryAfter(seconds: number | undefined): Readonly<Record<string, string>> {
  return seconds === undefined ? {} : { 'retry-after': String(seconds) };
}
