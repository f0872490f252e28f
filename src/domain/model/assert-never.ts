/**
 * Closes a union: the compiler refuses the call while a case is still unhandled.
 *
 * The message names only the value's type, because the value may hold a card or a key.
 *
 * @throws Error always; reaching it means that data did not match its type.
 */
export function assertNever(value: never): never {
  throw new Error(`A case of a closed union is not handled (a value of type ${typeof value}).`);
}
