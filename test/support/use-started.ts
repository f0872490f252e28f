/** What is started before the tests and has to be stopped after them. */
export interface Stoppable {
  stop(): unknown;
}

export interface UseOptions {
  /** For all tests of the file or `describe`, or for each of them anew. @default 'all' */
  readonly startedFor?: 'all' | 'each';
  /** Only where the time of the configuration does not do. */
  readonly timeoutMs?: number;
}

/** Started in this order, and stopped in the other: what was started later uses what was started before. */
const running: Stoppable[] = [];

/**
 * Starts a thing before the tests of this file or `describe` and stops it afterwards. What it returns may be named at
 * once, and used in tests, in hooks, and in what starts another thing after it.
 */
export function useStarted<Thing extends Stoppable>(
  start: () => Promise<Thing>,
  { startedFor = 'all', timeoutMs }: UseOptions = {},
): Thing {
  let thing: Thing | null = null;
  const before = async (): Promise<void> => {
    thing = await start();
    running.push(thing);
  };
  const after = async (): Promise<void> => {
    // Jest runs these in the order of their registration: the first one also stops all that was started after its thing.
    while (thing !== null && running.includes(thing)) await running.pop()?.stop();
    thing = null;
  };
  const [beforeTests, afterTests] = startedFor === 'all' ? [beforeAll, afterAll] : [beforeEach, afterEach];
  beforeTests(before, timeoutMs);
  afterTests(after);
  return new Proxy({} as Thing, {
    get: (_nothing, name): unknown => {
      if (thing === null) throw new Error(`${String(name)} is used before it is started: use it in a test or a hook`);
      return Reflect.get(thing, name);
    },
  });
}

/** Has a thing that a test or a hook started be stopped with what `useStarted` started before it. */
export function stopAtEnd<Thing extends Stoppable>(thing: Thing): Thing {
  running.push(thing);
  return thing;
}
