import { randomUUID } from 'node:crypto';
import type { Fact, FactKind } from '../../src/domain/facts';

type FieldsOf<Kind extends FactKind> = Omit<
  Extract<Fact, { kind: Kind }>,
  'kind' | 'factId' | 'source' | 'at' | 'evidence'
>;
type Common = Partial<Pick<Fact, 'factId' | 'at' | 'evidence'>>;

/** A fact that has just become true, with an id of its own unless one is given. */
export function fact<Kind extends FactKind>(kind: Kind, fields: FieldsOf<Kind> & Common): Fact {
  const told = { factId: `fact-${randomUUID()}`, source: 'a test', at: new Date().toISOString(), kind, ...fields };
  return told as unknown as Fact;
}
