/** docs/leaving-botbuilder.md names what the code takes from botbuilder, file by file. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';

const root = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const page = read('docs/leaving-botbuilder.md');

const files = readdirSync(join(root, 'adapters/teams'))
  .filter((name) => name.endsWith('.ts'))
  .map((name) => `adapters/teams/${name}`);

/** Everything that is imported by name from botbuilder or what belongs to it. */
function takenFrom(source: string): string[] {
  const file = ts.createSourceFile('a.ts', source, ts.ScriptTarget.ES2023, true);
  return file.statements.filter(ts.isImportDeclaration).flatMap(({ moduleSpecifier, importClause }) => {
    if (!/^.(botbuilder|botframework-|@azure\/)/.test(moduleSpecifier.getText())) return [];
    const names = importClause?.namedBindings;
    return names && ts.isNamedImports(names)
      ? names.elements.map(({ name, propertyName }) => (propertyName ?? name).text)
      : ['everything'];
  });
}

const users = files
  .map((path) => ({ path, names: takenFrom(read(path)) }))
  .filter(({ names }) => names.length > 0);

/** A section of the page for each of them, and none besides. */
const sections = new Map(
  page
    .split(/^### /m)
    .slice(1)
    .map((section) => [/`(adapters\/teams\/[^`]+)`/.exec(section)?.[1] ?? '', section]),
);

describe('the way out of botbuilder', () => {
  it('is read from the imports', () => {
    expect(takenFrom("import { A, type B as C } from 'botbuilder';\nimport { D } from 'zod';\n")).toEqual([
      'A',
      'B',
    ]);
    expect(takenFrom("import * as all from '@azure/core-auth';\n")).toEqual(['everything']);
  });

  it('has a section for each file that imports it, and for no other', () => {
    expect([...sections.keys()].sort()).toEqual(users.map(({ path }) => path).sort());
  });

  it('names what each of them imports', () => {
    const silent = users.flatMap(({ path, names }) =>
      names.filter((name) => !sections.get(path)?.includes(`\`${name}\``)).map((name) => `${path}: ${name}`),
    );
    expect(silent).toEqual([]);
  });

  it('names every call of the connector', () => {
    const calls = new Set(
      files.flatMap((path) =>
        [...read(path).matchAll(/\bconversations\s*\.(\w+)\(/g)].map(([, name = '']) => name),
      ),
    );
    expect(calls.size).toBeGreaterThan(4);
    expect([...calls].filter((name) => !page.includes(`\`conversations.${name}\``))).toEqual([]);
  });
});
