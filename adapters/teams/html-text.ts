/** What a person wrote, from the HTML that Teams keeps it in. Plain words: whoever shows them escapes them again. */

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

const highestCodePoint = 0x10_ff_ff;

function characterOf(entity: string, name: string): string {
  if (!name.startsWith('#')) return entities[name.toLowerCase()] ?? entity;
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code > 0 && code <= highestCodePoint ? String.fromCodePoint(code) : entity;
}

/** Once: `&amp;lt;` is what somebody wrote as `&lt;`. */
export const decodeEntities = (html: string): string =>
  html.replace(/&(#x[\da-f]{1,6}|#\d{1,7}|[a-z]{1,8});/gi, characterOf);

/** Of a start tag. */
export function attributeOf(tag: string, name: string): string | undefined {
  const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'i').exec(tag.slice(0, 4_000));
  return found ? decodeEntities(found[1] ?? found[2] ?? '') : undefined;
}

const isBlock = (name: string): boolean => /^(?:p|div|br|li|tr|h[1-6]|blockquote|pre)$/.test(name);

/** A reply begins with what it replies to: words of somebody else, which Teams marks with this. */
export const replyQuote = 'http://schema.skype.com/Reply';

interface Reading {
  readonly words: string[];
  /** Nested elements whose words are not the writer's. */
  quoteDepth: number;
  link: { readonly url: string; readonly startsAt: number } | null;
}

function openTag(reading: Reading, name: string, tag: string): void {
  if (name === 'blockquote' && (reading.quoteDepth > 0 || attributeOf(tag, 'itemtype') === replyQuote))
    reading.quoteDepth += 1;
  if (name === 'br') reading.words.push('\n');
  if (name === 'at') reading.words.push('@');
  if (name === 'emoji' || name === 'img') reading.words.push(attributeOf(tag, 'alt') ?? '');
  const url = name === 'a' ? attributeOf(tag, 'href') : undefined;
  if (url) reading.link = { url, startsAt: reading.words.length };
}

function closeTag(reading: Reading, name: string): void {
  if (name === 'blockquote' && reading.quoteDepth > 0) reading.quoteDepth -= 1;
  if (isBlock(name)) reading.words.push('\n');
  if (name !== 'a' || !reading.link) return;
  const { url, startsAt } = reading.link;
  reading.link = null;
  // A label that says it all is not said twice, and none may hide where it leads.
  const label = reading.words.slice(startsAt).join('').trim();
  const isSaid =
    label === url || `${label}/` === url || label === url.replace(/^(?:https?:\/\/|mailto:)/, '');
  if (!isSaid) reading.words.push(label === '' ? url : ` (${url})`);
}

/** Mentions become `@` and the name, links their label and address, quotes of others go. */
export function htmlToText(html: string): string {
  const reading: Reading = { words: [], quoteDepth: 0, link: null };
  const parts = html.replace(/\s+/g, ' ').split(/(<\/?[a-z][^<>]*>)/i);
  for (const part of parts) {
    const tag = /^<(\/?)([a-z]\w*)/i.exec(part);
    const wasQuoted = reading.quoteDepth > 0;
    if (tag?.[2] === undefined) {
      if (!wasQuoted) reading.words.push(decodeEntities(part));
    } else if (tag[1]) closeTag(reading, tag[2].toLowerCase());
    else if (!wasQuoted || tag[2].toLowerCase() === 'blockquote')
      openTag(reading, tag[2].toLowerCase(), part);
  }
  const lines = reading.words.join('').split('\n');
  return lines
    .map((line) => line.trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
