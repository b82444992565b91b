/**
 * What a person wrote, from the way Slack writes it down: `&amp; &lt; &gt;` stand for three characters, and
 * angle brackets hold mentions and links. @see https://docs.slack.dev/messaging/formatting-message-text/
 */

/** Slack user id → the name people know. */
export type KnownNames = ReadonlyMap<string, string>;

const nobodyKnown: KnownNames = new Map();

const markup = /<([^<>]*)>|&(?:amp|lt|gt);/g;

const characters: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

/**
 * Plain words: everything that could call somebody is spelt out, and nothing is unescaped twice (`&amp;lt;` is
 * what somebody wrote as `&lt;`). Whoever shows the result escapes it again.
 */
export function readText(text: string, names: KnownNames = nobodyKnown): string {
  return text.replace(markup, (found, inside: string | undefined) =>
    inside === undefined ? (characters[found] ?? found) : wordsFor(inside, names),
  );
}

/** The text without our own name in front, with which a person turned to us; kept when nothing else is said. */
export function withoutAddress(text: string, ownUser: string | null): string {
  const address = /^\s*<@(\w+)(?:\|[^<>]*)?>[\s:,]*/.exec(text);
  if (!address || address[1] !== ownUser) return text;
  return text.slice(address[0].length) || text;
}

const unescapeOnce = (text: string): string =>
  text.replace(/&(?:amp|lt|gt);/g, (entity) => characters[entity] ?? entity);

function wordsFor(inside: string, names: KnownNames): string {
  const bar = inside.indexOf('|');
  const reference = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? '' : unescapeOnce(inside.slice(bar + 1));
  const id = reference.slice(1);
  switch (reference.charAt(0)) {
    case '@':
      return `@${names.get(id) ?? (label || id)}`;
    case '#':
      return `#${label || id}`;
    case '!':
      return specialWords(id, label);
    default:
      return linkWords(unescapeOnce(reference), label);
  }
}

/** `here`, `channel`, `everyone`, `subteam^S012`, `date^1392734382^{date}`. */
function specialWords(name: string, label: string): string {
  const [word = '', id] = name.split('^');
  if (word === 'date') return label;
  const called = label || (word === 'subteam' && id) || word;
  return called.startsWith('@') ? called : `@${called}`;
}

/** A label that is only the address written shorter, as Slack makes it of `example.com`, says it all. */
function linkWords(url: string, label: string): string {
  if (label === '' || label === url) return url;
  const short = url.replace(/^(?:https?:\/\/|mailto:|tel:)/, '');
  return label === short || `${label}/` === short ? label : `${label} (${url})`;
}
