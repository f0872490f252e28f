/** What a lookup by our reference says about a leg. */
export type LookupResult =
  | {
      readonly status: 'found';
      /** What the gateway's own state of it means. */
      readonly as: 'succeeded' | 'pending' | 'failed';
      readonly gatewayReference: string | null;
      readonly gatewayResultCode: string | null;
    }
  /** Found under our reference, and not what was sent. */
  | { readonly status: 'mismatch'; readonly what: string; readonly answeredMinor: number | null }
  | { readonly status: 'notFound' }
  /** `final`: asking again will not help. */
  | { readonly status: 'cannotSay'; readonly why: string; readonly final: boolean };

/** Reads the result of `lookUpLeg`; anything that is not exactly of the shape says nothing. */
export function readLookupResult(value: unknown): LookupResult {
  return isLookupResult(value) ? value : { status: 'cannotSay', why: 'malformed result', final: false };
}

function isLookupResult(value: unknown): value is LookupResult {
  if (typeof value !== 'object' || value === null) return false;
  const fields = value as Record<string, unknown>;
  switch (fields['status']) {
    case 'found':
      return (
        ['succeeded', 'pending', 'failed'].includes(String(fields['as'])) &&
        isTextOrNull(fields['gatewayReference']) &&
        isTextOrNull(fields['gatewayResultCode'])
      );
    case 'mismatch':
      return typeof fields['what'] === 'string' && isMinorOrNull(fields['answeredMinor']);
    case 'notFound':
      return true;
    case 'cannotSay':
      return typeof fields['why'] === 'string' && typeof fields['final'] === 'boolean';
    default:
      return false;
  }
}

function isTextOrNull(value: unknown): boolean {
  return value === null || (typeof value === 'string' && value.length <= 256);
}

function isMinorOrNull(value: unknown): boolean {
  return value === null || (Number.isSafeInteger(value) && (value as number) >= 0);
}
