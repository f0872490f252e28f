import { withProgress } from '../../../src/cli/progress';

/** Real timers, with the waits of the program cut short by the work itself. */
function deferred<T>() {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

describe('A caller who waits at a terminal', () => {
  it('is shown nothing when the answer comes soon', async () => {
    const said: string[] = [];
    expect(
      await withProgress(
        Promise.resolve(7),
        async () => 'waiting',
        (line) => said.push(line),
      ),
    ).toBe(7);
    expect(said).toEqual([]);
  });

  it('is shown after two seconds what the command waits for', async () => {
    const work = deferred<number>();
    const said: string[] = [];
    const startedAt = performance.now();
    const result = withProgress(
      work.promise,
      async () => 'waiting for the gateway',
      (line) => {
        said.push(line);
        work.resolve(7);
      },
    );
    expect(await result).toBe(7);
    expect(said).toEqual(['waiting for the gateway']);
    expect(performance.now() - startedAt).toBeGreaterThan(1_900);
  });

  it('is not kept by a glance that does not end', async () => {
    const work = deferred<number>();
    const result = withProgress(
      work.promise,
      () => {
        work.resolve(7);
        return new Promise<string>(() => undefined);
      },
      () => undefined,
    );
    expect(await result).toBe(7);
  });

  it('gets the failure of the work, not of the glance', async () => {
    const work = new Promise<never>((_resolve, reject) => {
      reject(new Error('the work failed'));
    });
    const glance = () => Promise.reject(new Error('the glance failed'));
    await expect(withProgress(work, glance, () => undefined)).rejects.toThrow('the work failed');
  });
});
