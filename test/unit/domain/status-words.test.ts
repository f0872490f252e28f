import {
  legWords,
  outcomeWords,
  reversalCode,
  reversalWords,
  waitingWords,
  workWords,
} from '../../../src/domain/views/status-words';
import { workStatuses } from '../../../src/domain/views/work-item';

describe('The words for a status', () => {
  it.each([
    ['an outcome', outcomeWords],
    ['what a reversal waits for', waitingWords],
    ['a leg', legWords],
    ['the work list', workWords],
  ])('differ from each other: %s', (_what, table) => {
    const words = Object.values(table).map(({ word }) => word);
    expect(new Set(words).size).toBe(words.length);
  });

  it('exist for every status of the work list', () => {
    expect(Object.keys(workWords).toSorted()).toEqual([...workStatuses].toSorted());
  });

  it.each([
    [{ phase: 'completed', outcome: 'refunded', waitingFor: null }, 'Refunded', 'refunded'],
    [{ phase: 'waiting', outcome: null, waitingFor: 'approval' }, 'Waiting for approval', 'waiting: approval'],
    [{ phase: 'stuck', outcome: null, waitingFor: 'operator' }, 'Needs an operator', 'stuck: operator'],
    [{ phase: 'working', outcome: null, waitingFor: null }, 'Being sent', 'working'],
  ] as const)('of %j are "%s", and its code "%s"', (view, word, code) => {
    expect([reversalWords(view).word, reversalCode(view)]).toEqual([word, code]);
  });
});
