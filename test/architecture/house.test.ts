/** House rules that no other tool checks (style.md, part 2). */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';

const root = fileURLToPath(new URL('../../', import.meta.url));
const product = ['src', 'adapters', 'jobs', 'config'];

const filesBelow = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(join(root, path)).isFile())
    .sort();

const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** Pictures hold no words, whatever letters their bytes happen to make. */
const productFiles = product.flatMap(filesBelow).filter((path) => !path.endsWith('.png'));
const typescript = productFiles.filter((path) => path.endsWith('.ts'));
const testFiles = filesBelow('test').filter((path) => /\.(ts|mjs|js)$/.test(path));

const japanese = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u;

/** Where Japanese stands outside src/texts, and why. */
const mayHoldJapanese: Readonly<Record<string, string>> = {
  'adapters/web/people.ts': 'invented people of the trial town: data, not sentences',
  'adapters/web/page/': 'the page of the trial chat is itself a text, read by people of the town',
  'config/municipality-schema.ts': 'examples of what a town writes, and its default name',
  'config/municipality.default.yaml': 'the built-in town, and its explanation for whoever copies it',
  'config/build/list-messages.mjs': 'titles of docs/messages.ja.md, which is written in Japanese',
};

const isExcepted = (path: string): boolean =>
  path.startsWith('src/texts/') ||
  Object.keys(mayHoldJapanese).some((place) =>
    place.endsWith('/') ? path.startsWith(place) : path === place,
  );

const parse = (path: string, text = read(path)): ts.SourceFile =>
  ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true);

/** Every node of the code, in order. Comments are none. */
function nodesOf(file: ts.SourceFile): ts.Node[] {
  const nodes: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    nodes.push(node);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return nodes;
}

const lineOf = (file: ts.SourceFile, node: ts.Node): string =>
  `${file.fileName}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;

function codeWhere(file: ts.SourceFile, isFound: (node: ts.Node) => boolean): string[] {
  return nodesOf(file)
    .filter(isFound)
    .map((node) => lineOf(file, node));
}

const holdsText = (node: ts.Node): boolean =>
  ts.isLiteralExpression(node) ||
  ts.isTemplateMiddleOrTemplateTail(node) ||
  ts.isTemplateHead(node) ||
  ts.isIdentifier(node);
const isJapanese = (node: ts.Node): boolean => holdsText(node) && japanese.test(node.getText());
const isProcessEnv = (node: ts.Node): boolean =>
  (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) &&
  /^(process\.env|process\[['"]env['"]\])$/.test(node.getText());
const isAny = (node: ts.Node): boolean => node.kind === ts.SyntaxKind.AnyKeyword;

const parsed = new Map<string, ts.SourceFile>();

const everywhere = (files: readonly string[], isFound: (node: ts.Node) => boolean): string[] =>
  files.flatMap((path) => {
    const file = parsed.get(path) ?? parse(path);
    parsed.set(path, file);
    return codeWhere(file, isFound);
  });

describe('the checks of this file', () => {
  it('see the whole product', () => {
    expect(typescript.length).toBeGreaterThan(150);
    expect(testFiles.length).toBeGreaterThan(30);
  });

  it.each([
    ['Japanese in a string', "const a = '返事';", isJapanese],
    ['Japanese in a template', 'const a = `${1}件`;', isJapanese],
    ['Japanese in a pattern', 'const a = /番/u;', isJapanese],
    ['the environment', "const a = process.env['HOME'];", isProcessEnv],
    ['the environment by another name', "const a = process['env'].HOME;", isProcessEnv],
    ['any', 'const a: any = 1;', isAny],
    ['any inside a type', 'const a: Record<string, any[]> = {};', isAny],
  ])('find %s', (_name, code, isFound) => {
    expect(codeWhere(parse('planted.ts', code), isFound)).toEqual(['planted.ts:1']);
  });

  it('leave comments alone', () => {
    const code = '/** 返事 any process.env */\nconst a = 1; // 件\n';
    for (const isFound of [isJapanese, isProcessEnv, isAny])
      expect(codeWhere(parse('planted.ts', code), isFound)).toEqual([]);
  });
});

describe('the house', () => {
  it('keeps Japanese sentences and words in src/texts', () => {
    expect(
      everywhere(
        typescript.filter((path) => !isExcepted(path)),
        isJapanese,
      ),
    ).toEqual([]);
    const others = productFiles.filter((path) => !path.endsWith('.ts') && !isExcepted(path));
    expect(others.filter((path) => japanese.test(read(path)))).toEqual([]);
  });

  it('makes no exception that is not needed', () => {
    const needless = Object.keys(mayHoldJapanese).filter(
      (place) => !productFiles.some((path) => path.startsWith(place) && japanese.test(read(path))),
    );
    expect(needless).toEqual([]);
  });

  it('reads the environment in one file', () => {
    const reading = everywhere(typescript, isProcessEnv).map((place) => place.replace(/:\d+$/, ''));
    expect(new Set(reading)).toEqual(new Set(['config/environment.ts']));
  });

  it('has no file of more than 300 lines, but for the style sheet of the trial chat', () => {
    const long = productFiles.filter((path) => read(path).split('\n').length - 1 > 300);
    expect(long).toEqual(['adapters/web/page/chat.css']);
  });

  it('has no any', () => {
    expect(everywhere([...typescript, ...testFiles.filter((path) => path.endsWith('.ts'))], isAny)).toEqual(
      [],
    );
  });

  it('leaves nothing for later, and silences no check', () => {
    // In parts, so that this file does not find itself.
    const unfinished = new RegExp(
      ['TO' + 'DO', 'FIX' + 'ME', 'eslint-' + 'disable', '@ts-' + 'ignore', '@ts-' + 'nocheck'].join('|'),
    );
    expect([...productFiles, ...testFiles].filter((path) => unfinished.test(read(path)))).toEqual([]);
  });

  it('lists in docs/messages.ja.md what the bot says today', () => {
    const check = () =>
      execFileSync(process.execPath, [join(root, 'config/build/list-messages.mjs'), '--check'], {
        cwd: root,
        encoding: 'utf8',
        stdio: 'pipe',
      });
    expect(check).not.toThrow();
  });
});
