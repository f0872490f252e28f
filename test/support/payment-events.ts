import { randomUUID } from 'node:crypto';
import type { PaymentEvent, PaymentEventKind } from '../../src/domain/model/payment-event';

type FieldsOf<Kind extends PaymentEventKind> = Omit<
  Extract<PaymentEvent, { kind: Kind }>,
  'kind' | 'eventId' | 'source' | 'at' | 'evidence' | 'coSignedBy'
>;
type Common = Partial<Pick<PaymentEvent, 'eventId' | 'source' | 'at' | 'evidence' | 'coSignedBy'>>;

/** An event that has just happened, with an id of its own unless one is given. */
export function event<Kind extends PaymentEventKind>(kind: Kind, fields: FieldsOf<Kind> & Common): PaymentEvent {
  const recorded = {
    eventId: `event-${randomUUID()}`,
    source: 'a test',
    at: new Date().toISOString(),
    kind,
    ...fields,
  };
  return recorded as unknown as PaymentEvent;
}
