import { readFileSync } from 'node:fs';
import * as ts from 'typescript';

const claims: ReadonlySet<string> = new Set(['describe', 'it', 'test']);

/** The titles of a test file, as they are written: of `describe` and `it`, their tables (`it.each`) and exceptions too. */
export function testTitlesOf(file: string): readonly string[] {
  const titles: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && claims.has(rootOf(node.expression))) {
      const [title] = node.arguments;
      if (title !== undefined && ts.isStringLiteralLike(title)) titles.push(title.text);
      if (title !== undefined && ts.isTemplateExpression(title)) titles.push(textOf(title));
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022));
  return titles;
}

/** `it` of `it`, of `it.each(…)` and of `it.skip.each(…)`. */
function rootOf(node: ts.Node): string {
  if (ts.isIdentifier(node)) return node.text;
  if (ts.isPropertyAccessExpression(node)) return rootOf(node.expression);
  if (ts.isCallExpression(node)) return rootOf(node.expression);
  return ts.isTaggedTemplateExpression(node) ? rootOf(node.tag) : '';
}

/** A template, with an ellipsis in the place of each value. */
function textOf({ head, templateSpans }: ts.TemplateExpression): string {
  return [head.text, ...templateSpans.map(({ literal }) => literal.text)].join('…');
}
