import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import ts from 'typescript';

const repository = path.resolve(__dirname, '../..');

/** What a source file says (its texts), and what it calls things (its names and codes), with the line of each. */
export interface SourceWords {
  readonly file: string;
  readonly texts: readonly Found[];
  readonly names: readonly Found[];
}

export interface Found {
  readonly line: number;
  readonly text: string;
}

/** Every source file under these folders, by its path in the repository. */
export function sourceFilesIn(folders: readonly string[]): readonly string[] {
  return folders.flatMap((folder) =>
    readdirSync(path.join(repository, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => path.posix.join(folder, file.split(path.sep).join('/'))),
  );
}

/** Reads a file as the compiler does. Comments and the names of modules are neither texts nor names. */
export function wordsOf(file: string): SourceWords {
  const source = ts.createSourceFile(
    file,
    readFileSync(path.join(repository, file), 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  );
  const texts: Found[] = [];
  const names: Found[] = [];
  const keep = (into: Found[], node: ts.Node, text: string): void => {
    into.push({ line: source.getLineAndCharacterOfPosition(node.getStart()).line + 1, text });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) return;
    if (ts.isIdentifier(node)) keep(names, node, node.text);
    else if (ts.isTemplateExpression(node)) keep(texts, node, withoutMarkup(templateText(node)));
    else if (ts.isStringLiteralLike(node)) {
      // One word is a code for machines; a text for people has more.
      const isText = /\s/.test(node.text.trim());
      keep(isText ? texts : names, node, isText ? withoutMarkup(node.text) : node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return { file, texts, names };
}

function templateText({ head, templateSpans }: ts.TemplateExpression): string {
  return [head.text, ...templateSpans.map(({ literal }) => literal.text)].join('…');
}

function withoutMarkup(text: string): string {
  return text
    .replace(/<[^<>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
