import type * as library from 'jose' with { 'resolution-mode': 'import' };

/** jose is an ES module, and this package is not: it is loaded when it is first needed, and once. */
export type Jose = typeof library;

let loading: Promise<Jose> | null = null;

/** The library that makes and checks tokens. */
export function jose(): Promise<Jose> {
  loading ??= import('jose');
  return loading;
}
