import { profileNames, profiles } from '../../../src/rules/profiles';
import { declineTexts } from '../../../src/simulator/rulings';

describe('the profiles', () => {
  it('are named as they are listed', () => {
    for (const name of profileNames) expect(profiles[name].name).toBe(name);
  });

  it.each(profileNames)('believe of %s only what is documented', (name) => {
    const { voidsRemainder, lookupsSeeReversals, allowsOverCapture } = profiles[name];
    expect({ voidsRemainder, lookupsSeeReversals, allowsOverCapture }).toEqual({
      voidsRemainder: false,
      lookupsSeeReversals: false,
      allowsOverCapture: false,
    });
  });

  it('void unsettled charges where that is documented, and nowhere else', () => {
    const voiding = profileNames.filter((name) => profiles[name].voidsUnsettledCharges);
    expect(voiding).toEqual(['authorizeNet', 'braintree', 'cybersource']);
  });

  it('wait for settlement where that is documented, and nowhere else', () => {
    const waiting = profileNames.filter((name) => profiles[name].refundsOnlySettled);
    expect(waiting).toEqual(['authorizeNet', 'braintree']);
  });

  // What may be read as "it is void already" ends a cancellation, so it must have no other meaning.
  it.each(['91504', '243', '246', '403'])('read the ambiguous code %s as a plain decline', (code) => {
    for (const name of profileNames) expect(Object.hasOwn(profiles[name].declineReasons, code)).toBe(false);
  });

  it.each(['stripe', 'generic'] as const)('understand under %s what the simulator answers', (name) => {
    const understood = Object.keys(declineTexts).filter((code) => code in profiles[name].declineReasons);
    expect(understood.sort()).toEqual([
      'already_voided',
      'amount_too_large',
      'charge_already_captured',
      'charge_already_refunded',
      'charge_already_settled',
      'not_captured',
      'not_settled',
      'resource_missing',
    ]);
  });
});
