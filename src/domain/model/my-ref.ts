/** Letters and digits that no one mistakes for each other and every gateway takes. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const length = 20;

/**
 * Our reference of one leg at the gateway (`myRef`): the same in every attempt, run and recovery, because it depends
 * on nothing but the payment and the leg. Some gateways keep only its first six characters, so these already
 * distinguish the legs. It is a name, not a secret: a short non-cryptographic hash is enough, and runs in workflow code.
 * Source of the six characters: SISTER, AMEX.
 */
export function myRefOf(paymentId: string, legId: string): string {
  const text = `${paymentId}\n${legId}`;
  let reference = '';
  for (let block = 0; reference.length < length; block += 1) {
    let bits = hash32(text, block);
    for (let letter = 0; letter < 6; letter += 1) {
      reference += alphabet.charAt(bits & 31);
      bits >>>= 5;
    }
  }
  return reference.slice(0, length);
}

/** FNV-1a with a finalizer that spreads every input bit over the word; `seed` makes independent words of one text. */
function hash32(text: string, seed: number): number {
  let hash = 0x811c9dc5 ^ Math.imul(seed + 1, 0x9e3779b1);
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
