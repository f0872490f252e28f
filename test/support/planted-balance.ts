import * as sound from '../../src/domain/decision/balance';

export * from '../../src/domain/decision/balance';

/** Takes the place of `captureBalances` in a bundle: as if nothing had ever been refunded or reserved. */
export const captureBalances: typeof sound.captureBalances = (state) =>
  sound.captureBalances(state).map((one) => ({ ...one, refundableMinor: one.capturedMinor, overRefundedMinor: 0 }));
