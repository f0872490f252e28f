/** What is sent to an address of another machine over http is read, and answered, by anybody on the way. */
export const allowHttpHint = 'write an https address, or allow http where the line is safe: REVERSALS_ALLOW_HTTP=true';

/** Decides whether an address uses http to another machine than this one. */
export function isPlainHttp({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && !isOwnMachine(hostname);
}

function isOwnMachine(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
