import { parseFact } from '../../../src/contract/fact-schema';
import { checkFact } from '../../../src/contract/guard-fact';
import { factKinds } from '../../../src/domain/facts';
import { factsOfEachKind, pathsOf, withAt } from './valid-inputs';

describe('a fact', () => {
  it('is accepted in every kind', () => {
    expect(factsOfEachKind.map((fact) => fact['kind'])).toEqual(factKinds);
    for (const fact of factsOfEachKind) {
      expect(checkFact(fact)).toEqual([]);
      expect(parseFact(fact)).toEqual({ ok: true, fact });
    }
  });

  it.each(factsOfEachKind.map((fact) => [String(fact['kind']), fact] as const))(
    'of the kind %s is refused without any one of its fields, save evidence and reference',
    (_kind, fact) => {
      const optional = fact['kind'] === 'refundFailed' ? [] : ['evidence', 'gatewayReference'];
      for (const path of pathsOf(fact)) {
        const field = String(path[0]);
        const problems = checkFact(withAt(fact, path, undefined)).map((problem) => problem.field);
        expect(problems).toEqual(optional.includes(field) ? [] : [field]);
      }
    },
  );

  it.each<[string, unknown, string]>([
    ['that is null', null, 'fact'],
    ['that is a list', [], 'fact'],
    ['of an unknown kind', { ...factsOfEachKind[0], kind: 'captured' }, 'kind'],
    ['of no kind', {}, 'kind'],
    ['with a field of another kind', { ...factsOfEachKind[3], amountMinor: 1 }, 'amountMinor'],
    ['with a loose instant', { ...factsOfEachKind[3], at: '2026-11-20' }, 'at'],
    ['with no amount', { ...factsOfEachKind[0], amountMinor: 0 }, 'amountMinor'],
    ['with an unknown currency', { ...factsOfEachKind[0], currency: 'usd' }, 'currency'],
    ['of a failed refund with empty evidence', { ...factsOfEachKind[6], evidence: ' ' }, 'evidence'],
    ['of a failed refund with null for evidence', { ...factsOfEachKind[6], evidence: null }, 'evidence'],
    ['of a dispute with an odd end', { ...factsOfEachKind[5], outcome: 'withdrawn' }, 'outcome'],
  ])('%s is refused', (_what, fact, field) => {
    expect(checkFact(fact)).toMatchObject([{ field }]);
    expect(parseFact(fact)).toEqual({ ok: false, problems: checkFact(fact) });
  });
});
