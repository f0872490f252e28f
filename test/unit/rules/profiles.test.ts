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

  // Released as a decline, its amount could be refunded twice.
  it.each([
    ['authorizeNet', ['11', '19', '20', '21', '22', '23', '25', '26', '57', '58', '59', '60', '61', '62', '63', '318']],
    ['cybersource', ['104', '105', '150', '151', '152', '236', '250']],
    ['braintree', ['4018']],
    ['stripe', ['idempotency_key_in_use']],
  ] as const)('read of %s each code for a time-out or a duplicate as an unknown outcome', (name, codes) => {
    for (const code of codes) expect(profiles[name].declineReasons[code]).toBe('outcomeUnknown');
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
