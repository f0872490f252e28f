import type { LostCause, NotSentCause } from './outcome';

/**
 * Names why a request could not be written. It only names: that nothing was written is known before this is asked.
 *
 * @param secure whether the connection is made over TLS.
 */
export function notSentCauseOf(error: Error, secure: boolean): NotSentCause {
  const code = codeOf(error);
  switch (code) {
    case 'ECONNREFUSED':
      return 'refused';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_FAIL':
    case 'ENODATA':
      return 'dns';
    case 'ETIMEDOUT':
    case 'UND_ERR_CONNECT_TIMEOUT':
      return 'connectTimeout';
    case 'EHOSTUNREACH':
    case 'EHOSTDOWN':
    case 'ENETUNREACH':
    case 'ENETDOWN':
    case 'EADDRNOTAVAIL':
      return 'unreachable';
    case 'UND_ERR_DESTROYED':
    case 'UND_ERR_CLOSED':
      return 'closed';
    case 'ECONNRESET':
    case 'UND_ERR_SOCKET':
      // Ended before it was ready to be written to; with TLS that is within the handshake.
      return secure ? 'tls' : 'reset';
    case 'EPROTO':
      return 'tls';
    default:
      return tlsCode.test(code) ? 'tls' : 'other';
  }
}

/** Codes of Node's TLS errors and of OpenSSL's certificate verification. */
const tlsCode =
  /^(?:ERR_TLS_|ERR_SSL_|CERT_|CRL_|SELF_SIGNED_|DEPTH_ZERO_|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_(?:CA|PURPOSE)|PATH_LENGTH|ERROR_IN_CERT)/;

/** Names why a request that may have left received no complete answer. */
export function lostCauseOf(error: Error, httpStatus: number | null): LostCause {
  const code = codeOf(error);
  // llhttp's complaint about an end of input is a connection that ended too early, not a malformed answer.
  const unreadable =
    code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE' ||
    code === 'UND_ERR_HEADERS_OVERFLOW' ||
    (error.name === 'HTTPParserError' && code !== 'HPE_INVALID_EOF_STATE');
  if (unreadable) return 'unreadable';
  return httpStatus === null ? 'reset' : 'truncated';
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}
