import { errorCodeOf } from './error-code';

/** Why the Temporal server refused a call, by the gRPC code anywhere in the chain of causes. */
export interface ServerTrouble {
  /** `configuration`: the caller can fix it. `noAnswer`: no answer came in time. */
  readonly kind: 'configuration' | 'noAnswer';
  readonly message: string;
}

/** Decides whether an error is the server's, and what a person can do; null: it is something else. */
export function serverTrouble(error: unknown): ServerTrouble | null {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    const found = troubleOf(at);
    if (found !== null) return found;
  }
  return null;
}

function troubleOf(error: Error): ServerTrouble | null {
  if (error.name === 'NamespaceNotFoundError') return noSuchNamespace;
  switch (errorCodeOf(error)) {
    case 4: // deadline exceeded
    case 14: // unavailable
      return { kind: 'noAnswer', message: 'No answer came in time. Is a worker running on this task queue?' };
    case 9: // failed precondition: no worker has polled recently
      return {
        kind: 'noAnswer',
        message: 'No worker has polled this task queue recently. Start one with: reversals worker',
      };
    case 5: // not found; an unknown workflow has an error of its own
      return /namespace/i.test(error.message) ? noSuchNamespace : null;
    case 7: // permission denied
    case 16: // unauthenticated
      return {
        kind: 'configuration',
        message:
          'The Temporal server refuses these credentials. Check TEMPORAL_API_KEY, TEMPORAL_TLS_* or the profile.',
      };
    case null:
    default:
      return null;
  }
}

const noSuchNamespace: ServerTrouble = {
  kind: 'configuration',
  message:
    'The Temporal server does not have this namespace: check TEMPORAL_NAMESPACE, or create it with: temporal operator namespace create',
};
