import type { ReversalClient } from '../client';
import { canResolve } from '../domain/views/capabilities';
import { confirm, isAsked, type YesFlags } from './confirm';
import type { CliIo } from './io';
import { moneyText } from './render/money-text';
import { detailTable } from './render/table';

export interface AboutLeg {
  readonly flags: YesFlags;
  readonly paymentId: string;
  readonly legId: string;
  /** The outcome to record. */
  readonly outcome: 'succeeded' | 'notSent' | 'refundFailed';
}

const means = {
  succeeded: 'the money moved',
  notSent: 'no money moved: its amount is released and can be reversed again',
  refundFailed: 'the refund came back: its amount is released and can be refunded again',
} as const satisfies Record<AboutLeg['outcome'], string>;

/**
 * At a terminal, shows the leg and asks for confirmation. Returns why the ledger would refuse the outcome, or null.
 *
 * @throws InterruptedError for any answer but yes
 */
export async function confirmAboutLeg(io: CliIo, ledgers: ReversalClient, about: AboutLeg): Promise<string | null> {
  if (!isAsked(io, about.flags)) return null;
  const { reversals, currency } = await ledgers.show(about.paymentId);
  const leg = reversals.flatMap(({ legs }) => legs).find(({ legId }) => legId === about.legId);
  if (leg === undefined)
    return `payment ${about.paymentId} has no leg ${about.legId}: list its legs with reversals show ${about.paymentId} <request-id>`;
  const why = about.outcome === 'refundFailed' ? null : canResolve(leg);
  if (why !== null) return why;
  const shown = detailTable([
    ['leg', leg.legId],
    ['operation', `${leg.operation} ${moneyText(leg.amountMinor, currency)}`],
    ['status', leg.status],
    ['my reference', leg.myRef],
    ['you confirm', means[about.outcome]],
  ]);
  await confirm(io, about.flags, shown, 'Are you certain?');
  return null;
}
