import type { Client } from '@temporalio/client';
import { decodeOptionalSingle } from '@temporalio/common/lib/internal-non-workflow/codec-helpers';
import type { Payload } from '@temporalio/common';
import type { temporal } from '@temporalio/proto';
import type { SendLegInput } from '../src/contract/activity-shapes';
import { activityNames } from '../src/contract/names';
import type { ScheduledLeg } from '../src/domain/transitions/recover';

type IHistoryEvent = temporal.api.history.v1.IHistoryEvent;

/** Every leg that the given histories have scheduled, each once, with the results of all its sends; null: not known. */
export async function scheduledLegs(
  client: Client,
  histories: readonly (readonly IHistoryEvent[])[],
): Promise<ScheduledLeg[]> {
  const legs = new Map<string, ScheduledLeg>();
  for (const events of histories) {
    for (const event of events) {
      const scheduled = event.activityTaskScheduledEventAttributes;
      if (scheduled?.activityType?.name !== activityNames.sendLeg) continue;
      const input = (await decoded(client, scheduled.input?.payloads?.[0])) as SendLegInput;
      const result = await resultOf(client, events, String(event.eventId));
      const before = legs.get(input.legId);
      legs.set(input.legId, {
        legId: input.legId,
        operation: input.operation,
        amountMinor: input.amountMinor,
        reference: input.reference,
        scheduledAt: later(before?.scheduledAt, instantOf(event)),
        results: [...(before?.results ?? []), result],
        gatewayAccounts: [...new Set([...(before?.gatewayAccounts ?? []), input.gatewayAccount])],
      });
    }
  }
  return [...legs.values()];
}

async function resultOf(client: Client, events: readonly IHistoryEvent[], scheduledEventId: string): Promise<unknown> {
  const completed = events.find(
    (event) => String(event.activityTaskCompletedEventAttributes?.scheduledEventId) === scheduledEventId,
  );
  return (await decoded(client, completed?.activityTaskCompletedEventAttributes?.result?.payloads?.[0])) ?? null;
}

async function decoded(client: Client, payload: Payload | null | undefined): Promise<unknown> {
  if (payload == null) return null;
  const { payloadConverter, payloadCodecs } = client.options.loadedDataConverter;
  const plain = await decodeOptionalSingle(payloadCodecs, payload);
  return plain == null ? null : payloadConverter.fromPayload(plain);
}

function instantOf({ eventTime }: IHistoryEvent): string {
  return new Date(Number(eventTime?.seconds ?? 0) * 1000 + Math.floor((eventTime?.nanos ?? 0) / 1e6)).toISOString();
}

function later(one: string | undefined, other: string): string {
  return one !== undefined && one > other ? one : other;
}
