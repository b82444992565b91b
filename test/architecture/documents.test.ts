/** What the documents point at is there, and what they say of Slack's permissions is what the code asks for. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { events, scopes } from '../../adapters/slack/manifest.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

const filesIn = (folder: string, ending: string): string[] =>
  readdirSync(join(root, folder), { recursive: folder !== '.', encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name))
    .sort();

const pages = [...filesIn('.', '.md'), ...filesIn('docs', '.md')];
const pictures = filesIn('docs/pictures', '.svg');

/** Code is no text: what looks like a link there is none. */
const textOf = (markdown: string): string =>
  markdown.replace(/^```[^]*?^```/gm, '').replace(/`[^`\n]*`/g, '');

const linksIn = (markdown: string): string[] =>
  [...textOf(markdown).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => target ?? '')
    .filter((target) => !/^[a-z]+:/.test(target));

/** As GitHub names a heading: small letters, no punctuation, a hyphen for each space. */
const anchorOf = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-');

const anchorsOf = (markdown: string): string[] =>
  [...markdown.replace(/^```[^]*?^```/gm, '').matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    anchorOf(heading ?? ''),
  );

/** Null: it is there. */
function brokenLink(page: string, target: string): string | null {
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? page : relative(root, join(root, dirname(page), path));
  const isThere = existsSync(join(root, file)) && (!anchor || anchorsOf(read(file)).includes(anchor));
  return isThere ? null : `${page}: ${target}`;
}

describe('the documents', () => {
  it('are found', () => {
    expect(pages).toEqual(expect.arrayContaining(['README.md', 'docs/slack.ja.md', 'docs/operations.md']));
    expect(pictures.length).toBeGreaterThan(0);
  });

  it('point at files and headings that are there', () => {
    const broken = pages.flatMap((page) => linksIn(read(page)).map((target) => brokenLink(page, target)));
    expect(broken.filter((link) => link !== null)).toEqual([]);
  });

  it('would not get away with a picture, a file or a heading that is missing', () => {
    const planted = '![a](docs/pictures/none.svg) [b](docs/none.md) [c](docs/slack.md#none) [d](LICENSE)';
    const broken = linksIn(planted).map((target) => brokenLink('README.md', target));
    expect(broken.map((link) => link !== null)).toEqual([true, true, true, false]);
  });

  it('show every picture, in the language of the page where it has one', () => {
    const shown = pages.flatMap((page) =>
      linksIn(read(page))
        .filter((target) => target.endsWith('.svg'))
        .map((target) => ({ page, picture: relative(root, join(root, dirname(page), target)) })),
    );
    expect([...new Set(shown.map(({ picture }) => picture))].sort()).toEqual(pictures);
    const foreign = shown.filter(({ page, picture }) =>
      picture.endsWith(page.endsWith('.ja.md') ? '.en.svg' : '.ja.svg'),
    );
    expect(foreign).toEqual([]);
  });
});

describe('each picture', () => {
  it.each(pictures)('%s says in words what it shows, and brings its own background', (path) => {
    const svg = read(path);
    const [, width, height] = /^<svg [^>]*viewBox="0 0 (\d+) (\d+)"[^>]* role="img"/.exec(svg) ?? [];
    expect(svg).toMatch(/<title id="title">[^<]{5,}<\/title>/);
    expect(svg).toMatch(/<desc id="desc">[^<]{40,}<\/desc>/);
    const background = new RegExp(`<rect width="${width}" height="${height}" [^>]*fill="#[0-9a-f]{6}"/>`);
    expect(svg).toMatch(background);
    // A page may show it anywhere: it asks for nothing from elsewhere.
    expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(
      /<script|<image|href=|@import|url\(http/,
    );
  });
});

describe('what an administrator of Slack reads', () => {
  const table = (page: string): Map<string, string> =>
    new Map(
      [...read(page).matchAll(/^\| `([a-z_]+(?:[:.][a-z]+)*)` \| (.+) \|$/gm)].map(
        ([, name = '', reason = '']) => [name, reason],
      ),
    );
  const asked = { ...scopes, ...events };

  it('is in English what the manifest says, word for word', () => {
    expect(table('docs/slack.md')).toEqual(new Map(Object.entries(asked)));
  });

  it('is in Japanese a reason for each permission and event, and for no other', () => {
    const told = table('docs/slack.ja.md');
    expect([...told.keys()].sort()).toEqual(Object.keys(asked).sort());
    for (const reason of told.values()) expect(reason).toMatch(/[\p{Script=Hiragana}]{2}/u);
    expect(new Set(told.values()).size).toBe(told.size);
  });
});
