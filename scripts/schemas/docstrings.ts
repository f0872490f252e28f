import * as path from 'node:path';
import ts from 'typescript';
import type { Documentation } from './json-schema';

const repository = path.resolve(__dirname, '../..');

/** Reads the docstrings of the shapes that files export, which the schemas repeat as descriptions. */
export function docstringsOf(files: readonly string[]): (file: string, shape: string) => Documentation {
  const config = ts.readConfigFile(path.join(repository, 'tsconfig.json'), (name) => ts.sys.readFile(name));
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, repository);
  const sources = files.map((file) => path.join(repository, file));
  const program = ts.createProgram(sources, { ...options, types: [], noEmit: true });
  const checker = program.getTypeChecker();
  return (file, shape) => {
    const source = program.getSourceFile(path.join(repository, file)) ?? failed(`there is no ${file}`);
    const module = checker.getSymbolAtLocation(source) ?? failed(`${file} is no module`);
    const symbol = checker.getExportsOfModule(module).find(({ name }) => name === shape);
    if (symbol === undefined) return failed(`${file} exports no ${shape}`);
    return documentationOf(checker, checker.getDeclaredTypeOfSymbol(symbol), textOf(checker, symbol));
  };
}

function documentationOf(checker: ts.TypeChecker, type: ts.Type, text: string): Documentation {
  const of = (inner: ts.Type, own: string): Documentation =>
    documentationOf(checker, inner, own === '' ? shapeText(checker, inner) : own);
  const plain = checker.getNonNullableType(type);
  return {
    text,
    field: (key) => {
      const symbol = plain.getProperty(key) ?? failed(`no field ${key} in ${checker.typeToString(plain)}`);
      return of(checker.getTypeOfSymbol(symbol), textOf(checker, symbol));
    },
    item: () => of(checker.getIndexTypeOfType(plain, ts.IndexKind.Number) ?? failed('no list'), ''),
    variant: (tag, word) => {
      const variants = plain.isUnion() ? plain.types : [plain];
      const found = variants.find((one) => {
        const symbol = one.getProperty(tag);
        const held = symbol === undefined ? undefined : checker.getTypeOfSymbol(symbol);
        return held?.isStringLiteral() && held.value === word;
      });
      return of(found ?? failed(`no ${word} in ${checker.typeToString(plain)}`), '');
    },
  };
}

/** The docstring of the shape itself. Built-in types have none of ours. */
function shapeText(checker: ts.TypeChecker, type: ts.Type): string {
  const plain = checker.getNonNullableType(type);
  const symbol = plain.aliasSymbol ?? plain.getSymbol();
  const isOurs = symbol?.declarations?.every((one) => !one.getSourceFile().fileName.includes('node_modules')) ?? false;
  return symbol !== undefined && isOurs ? textOf(checker, symbol) : '';
}

function textOf(checker: ts.TypeChecker, symbol: ts.Symbol): string {
  return ts
    .displayPartsToString(symbol.getDocumentationComment(checker))
    .replace(/\s*\n\s*/g, ' ')
    .trim();
}

function failed(why: string): never {
  throw new Error(why);
}
