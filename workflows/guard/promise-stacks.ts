/** What the SDK gets in place of an error whose stack it wants. */
const noStack = Object.freeze({});

const RealError = Error;

const StacklessError: ErrorConstructor = new Proxy(RealError, {
  construct(target, told: unknown[], made: unknown) {
    if (made !== StacklessError) return Reflect.construct(target, told, made as NewableFunction) as object;
    return told.length === 0 ? noStack : (Reflect.construct(target, told, target) as object);
  },
});

/**
 * Spares the run that is active the stack traces of its promises. The SDK takes one of every promise that workflow code
 * makes, for its query `__stack_trace`, which costs a sixth of a ledger's time in the workflow thread and a third of its
 * memory. It takes them by `new Error()` without a message, which nothing else does: all other errors stay as they were.
 * The context that runs share holds a global `Error` for each of them, so that other workflows keep their traces.
 */
export function takeNoPromiseStacks(): void {
  globalThis.Error = StacklessError;
}
