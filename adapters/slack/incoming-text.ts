/**
 * What a person wrote, from the way Slack writes it down: `&amp; &lt; &gt;` stand for three characters, and
 * angle brackets hold mentions and links. @see https://docs.slack.dev/messaging/formatting-message-text/
 */

/** What people call those whom Slack names by an id: persons, channels, groups of persons. */
export interface Names {
  /** Undefined: nobody knows. */
  readonly of: (id: string) => string | undefined;
  readonly unknown: Readonly<Record<'person' | 'channel' | 'group', string>>;
}

/** Where nobody reads the text. */
export const idsAsNames: Names = { of: (id) => id, unknown: { person: '', channel: '', group: '' } };

const markup = /<([^<>]*)>|&(?:amp|lt|gt);/g;

const characters: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

/**
 * Plain words: everything that could call somebody is spelt out, and nothing is unescaped twice (`&amp;lt;` is
 * what somebody wrote as `&lt;`). Whoever shows the result escapes it again.
 */
export function readText(text: string, names: Names = idsAsNames): string {
  return text.replace(markup, (found, inside: string | undefined) =>
    inside === undefined ? (characters[found] ?? found) : wordsFor(inside, names),
  );
}

/**
 * The text without our own name at its ends, with which a person turned to us; kept when nothing else is said.
 * Between other words it is one of them.
 */
export function withoutAddress(text: string, ownUser: string | null): string {
  if (ownUser === null) return text;
  const own = `<@${ownUser}(?:\\|[^<>]*)?>`;
  const ends = new RegExp(`^(?:\\s*${own}[\\s:,、：]*)+|(?:\\s*${own})+\\s*$`, 'g');
  return text.replace(ends, '') || text;
}

const unescapeOnce = (text: string): string =>
  text.replace(/&(?:amp|lt|gt);/g, (entity) => characters[entity] ?? entity);

function wordsFor(inside: string, names: Names): string {
  const bar = inside.indexOf('|');
  const reference = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? '' : unescapeOnce(inside.slice(bar + 1));
  const id = reference.slice(1);
  switch (reference.charAt(0)) {
    case '@':
      return `@${names.of(id) ?? (label || names.unknown.person)}`;
    case '#':
      return `#${label || (names.of(id) ?? names.unknown.channel)}`;
    case '!':
      return specialWords(id, label, names);
    default:
      return linkWords(unescapeOnce(reference), label);
  }
}

/** `here`, `channel`, `everyone`, `subteam^S012`, `date^1392734382^{date}`. */
function specialWords(name: string, label: string, names: Names): string {
  const [word = '', id = ''] = name.split('^');
  if (word === 'date') return label;
  const called = label || (word === 'subteam' ? (names.of(id) ?? names.unknown.group) : word);
  return called.startsWith('@') ? called : `@${called}`;
}

/** A label that is only the address written shorter, as Slack makes it of `example.com`, says it all. */
function linkWords(url: string, label: string): string {
  if (label === '' || label === url) return url;
  const short = url.replace(/^(?:https?:\/\/|mailto:|tel:)/, '');
  return label === short || `${label}/` === short ? label : `${label} (${url})`;
}
