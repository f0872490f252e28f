import { isPlainHttp } from '../security/plain-http';
import { GatewayOptionsError } from './gateway-options-error';
import type { TransportOptions } from './transport';

/** How a `OrchestraGateway` reaches the gateway. */
export interface OrchestraGatewayOptions {
  /** For example `https://api.orchestrasolutions.com`; a path in front of the API's own is kept. */
  readonly baseUrl: string;
  /** Sent as `X-Api-Key`, and shown nowhere. */
  readonly apiKey: string;
  /**
   * From the first byte of a request to the last byte of its answer, in milliseconds.
   *
   * @default 30000
   */
  readonly requestTimeoutMs?: number | undefined;
  /**
   * For the connection, with name lookup and TLS, in milliseconds.
   *
   * @default 10000, or `requestTimeoutMs` where that is less
   */
  readonly connectTimeoutMs?: number | undefined;
  /**
   * Accept an http `baseUrl` of another machine: the key and every payment then travel readable.
   *
   * @default false: http is accepted for this machine only
   */
  readonly allowHttp?: boolean | undefined;
}

const maxTimeoutMs = 10 * 60 * 1000;

/**
 * Checks a client's options and fills in the defaults.
 *
 * @throws GatewayOptionsError with all problems at once; none of them repeats the key.
 */
export function checkOptions(options: OrchestraGatewayOptions): TransportOptions {
  const { requestTimeoutMs = 30_000 } = options;
  const { connectTimeoutMs = Math.min(10_000, requestTimeoutMs) } = options;
  const baseUrl = parseUrl(options.baseUrl);
  const problems = [
    ...urlProblems(baseUrl, options.allowHttp === true),
    ...keyProblems(options.apiKey),
    ...timeoutProblems('requestTimeoutMs', requestTimeoutMs),
    ...(options.connectTimeoutMs === undefined ? [] : timeoutProblems('connectTimeoutMs', connectTimeoutMs)),
  ];
  if (problems.length > 0 || baseUrl === null) throw new GatewayOptionsError(problems);
  return { baseUrl, apiKey: options.apiKey, requestTimeoutMs, connectTimeoutMs };
}

function parseUrl(text: unknown): URL | null {
  return typeof text === 'string' && URL.canParse(text) ? new URL(text) : null;
}

function urlProblems(url: URL | null, allowHttp: boolean): string[] {
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    return ['baseUrl: write an http or https URL, like https://api.orchestrasolutions.com'];
  }
  const problems: string[] = [];
  if (url.username !== '' || url.password !== '') problems.push('baseUrl: leave out the user and password');
  if (isPlainHttp(url) && !allowHttp) {
    problems.push('baseUrl: write an https URL; http to another machine is accepted with allowHttp: true only');
  }
  if (url.search !== '' || url.hash !== '') problems.push('baseUrl: leave out what follows the path (? and #)');
  return problems;
}

function keyProblems(apiKey: unknown): string[] {
  if (typeof apiKey !== 'string' || apiKey.trim() === '') return ['apiKey: is empty; set the API key of your account'];
  // A header holds visible ASCII. A line end usually comes from the file that the key was read from.
  return /^[\x21-\x7e]+$/.test(apiKey)
    ? []
    : ['apiKey: holds spaces, line ends or characters that a header cannot hold'];
}

function timeoutProblems(field: string, value: unknown): string[] {
  const good = Number.isInteger(value) && Number(value) >= 1 && Number(value) <= maxTimeoutMs;
  return good ? [] : [`${field}: write whole milliseconds from 1 to ${String(maxTimeoutMs)}`];
}
