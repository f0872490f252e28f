import * as sound from '../../src/domain/decision/balance';

export * from '../../src/domain/decision/balance';

const forgetful = (one: sound.CaptureBalance): sound.CaptureBalance => ({
  ...one,
  refundableMinor: one.capturedMinor,
  overRefundedMinor: 0,
});

/** Takes the place of `captureBalances` in a bundle: as if nothing had ever been refunded or reserved. */
export const captureBalances: typeof sound.captureBalances = (state) => sound.captureBalances(state).map(forgetful);

/** The same of `balancesWithout`, which decisions ask. */
export const balancesWithout: typeof sound.balancesWithout = (state, unsent) =>
  sound.balancesWithout(state, unsent).map(forgetful);
