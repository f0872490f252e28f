import type { ReversalClient } from '../client';
import { canResolve } from '../domain/views/capabilities';
import { confirm, isAsked, type YesFlags } from './confirm';
import type { CliIo } from './io';
import { moneyText } from './render/money-text';
import { eventTable } from './render/table';

export interface AboutLeg {
  readonly flags: YesFlags;
  readonly paymentId: string;
  readonly legId: string;
  /** What is said of it. */
  readonly outcome: 'succeeded' | 'notSent' | 'refundFailed';
}

const means = {
  succeeded: 'the money moved, and stays given back',
  notSent: 'nothing moved: its amount is free again, and can be given back once more',
  refundFailed: 'the money came back: its amount is free again, and can be given back once more',
} as const satisfies Record<AboutLeg['outcome'], string>;

/**
 * Shows the leg that somebody says something about, and asks, where there is somebody to ask. Returns why there is no use
 * in saying it, or null.
 *
 * @throws InterruptedError when the answer is no
 */
export async function confirmAboutLeg(io: CliIo, ledgers: ReversalClient, about: AboutLeg): Promise<string | null> {
  if (!isAsked(io, about.flags)) return null;
  const { reversals, currency } = await ledgers.show(about.paymentId);
  const leg = reversals.flatMap(({ legs }) => legs).find(({ legId }) => legId === about.legId);
  if (leg === undefined)
    return `payment ${about.paymentId} has no leg ${about.legId}: see its legs with show --request-id`;
  const why = about.outcome === 'refundFailed' ? null : canResolve(leg);
  if (why !== null) return why;
  const shown = eventTable([
    ['leg', leg.legId],
    ['was to', `${leg.operation} ${moneyText(leg.amountMinor, currency)}`],
    ['now', leg.status],
    ['my reference', leg.myRef],
    ['you say', means[about.outcome]],
  ]);
  await confirm(io, about.flags, shown, 'Is that certain?');
  return null;
}
