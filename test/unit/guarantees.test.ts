import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { decisionTable, lastRow } from '../../src/domain/decision/decision-table';
import { linksOf, writtenTitlesOf } from '../support/markdown';

const repository = path.resolve(__dirname, '../..');
const guarantees = path.join(repository, 'docs/explanation/guarantees.md');
const decisions = path.join(repository, 'docs/reference/decision-table.md');
const security = path.join(repository, 'SECURITY.md');
const proofs = [guarantees, decisions, security]
  .flatMap((file) => linksOf(file))
  .filter(({ target, text }) => target.endsWith('.test.ts') && text !== 'A test');

describe('Guarantees and the decision table', () => {
  it.each(proofs)('name a test by its whole title: $text', ({ text, file }) => {
    expect(writtenTitlesOf(file)).toContain(text);
  });

  it('show for every promise which test holds it', () => {
    const [, section = ''] = readFileSync(guarantees, 'utf8').split('\n## Promise by promise\n');
    const promises = (section.split('\n## ')[0] ?? '').split('\n### ').slice(1);
    expect(promises.length).toBeGreaterThan(12);
    expect(promises.filter((promise) => !/\*\*Tests\.\*\*\s+- \[/.test(promise))).toEqual([]);
  });

  it('have the rows of the decision table as the code has them, in its order, each with a test of its own', () => {
    const text = readFileSync(decisions, 'utf8');
    const inCode = [...decisionTable, lastRow].map(({ row }) => String(row));
    expect([...text.matchAll(/^\| (\d+) /gm)].map(([, row]) => row)).toEqual(inCode);
    expect(inCode).toEqual(inCode.toSorted((one, other) => Number(one) - Number(other)));
    const tested = [...text.replace(/\s+/g, ' ').matchAll(/- Row (\d+): \[Row (\d+): /g)];
    expect(tested.map(([, row]) => row)).toEqual(tested.map(([, , row]) => row));
    expect(tested).toHaveLength(10);
  });
});
