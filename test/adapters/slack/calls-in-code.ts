/** What the adapter asks of Slack, read from its sources: every method of the Web API, however it is reached. */
import { readdirSync, readFileSync } from 'node:fs';
import { WebClient } from '@slack/web-api';
import ts from 'typescript';

const folder = new URL('../../../adapters/slack/', import.meta.url);

const web: object = new WebClient(undefined, { allowAbsoluteUrls: false });

/** `chat.postMessage`, when the SDK has a method of that name. */
function isMethod(path: readonly string[]): boolean {
  let found: unknown = web;
  for (const name of path) {
    if (typeof found !== 'object' || found === null) return false;
    found = Reflect.get(found, name);
  }
  return path.length > 1 && typeof found === 'function';
}

function pathOf(node: ts.Expression): string[] {
  if (ts.isPropertyAccessExpression(node)) return [...pathOf(node.expression), node.name.text];
  return ts.isIdentifier(node) ? [node.text] : [];
}

/** The longest end of `clients.views.views.open` that is a method. */
function methodIn(node: ts.PropertyAccessExpression): string[] {
  const path = pathOf(node);
  const at = path.findIndex((_, start) => start > 0 && isMethod(path.slice(start)));
  return at < 0 ? [] : [path.slice(at).join('.')];
}

/** `apiCall('chat.postMessage')`, and addresses that are put together by hand. */
const methodNamed = ({ text }: ts.StringLiteralLike): string[] => (isMethod(text.split('.')) ? [text] : []);

export function methodsInSource(name: string, source: string): string[] {
  const methods: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node)) methods.push(...methodIn(node));
    if (ts.isStringLiteralLike(node)) methods.push(...methodNamed(node));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(name, source, ts.ScriptTarget.ES2023, true));
  return methods;
}

export function methodsInUse(): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const found = names
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => methodsInSource(name, readFileSync(new URL(name, folder), 'utf8')));
  return [...new Set(found)].sort();
}
