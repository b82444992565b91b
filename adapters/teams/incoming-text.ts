/** What a person wrote, from the way Teams writes it down: plain, but for `<at>` around mentions (facts §4). */
import type { Activity, Attachment, Entity } from './activity-shapes.js';
import { attributeOf, decodeEntities, replyQuote } from './html-text.js';

type Written = Pick<Activity, 'text' | 'entities'>;

const isMention = ({ type, mentioned }: Entity): boolean => type === 'mention' && Boolean(mentioned);

export const mentions = ({ entities }: Written, accountId: string): boolean =>
  entities.some((entity) => isMention(entity) && entity.mentioned?.id === accountId);

/** By the tag as it stands in the text, and by name where Teams left that out. */
function mentionsIn(entities: readonly Entity[]): ReadonlyMap<string, Entity> {
  const found = new Map<string, Entity>();
  for (const entity of entities.filter(isMention)) {
    const name = entity.mentioned?.name;
    for (const written of [entity.text, name ? `<at>${name}</at>` : null])
      if (written && !found.has(written)) found.set(written, entity);
  }
  return found;
}

/** With the blanks after it, which a mention that is taken away takes along. */
const mentionTag = /<at(?:\s[^<>]*)?>([^<]*)<\/at>((?:&nbsp;|[ \t\u00a0\u3000])*)/gi;

/**
 * Plain words: mentions of the bot are no part of what was said, those of people are `@` and their name. Kept when
 * nothing else is said. What only looks like a mention is what somebody wrote.
 */
export function readText({ text, entities }: Written, ownId: string | null): string {
  const known = mentionsIn(entities);
  let address = '';
  const words = withoutQuoteMarks(text ?? '', entities).replace(
    mentionTag,
    (whole, name: string, blanks: string) => {
      const tag = whole.slice(0, whole.length - blanks.length);
      const entity = known.get(tag) ?? known.get(`<at>${decodeEntities(name)}</at>`);
      if (!entity) return whole;
      const spoken = `@${decodeEntities(name)}`;
      if (entity.mentioned?.id !== ownId) return spoken + blanks.replaceAll('&nbsp;', ' ');
      address = spoken;
      return '';
    },
  );
  return tidy(words) || address;
}

/** Where a quote stands in the text. It is told apart, in the entities. */
const withoutQuoteMarks = (text: string, entities: readonly Entity[]): string =>
  entities.some(({ type }) => type === 'quotedReply')
    ? text.replace(/<quoted messageId="[^"<>]*" ?\/>/gi, '')
    : text;

/** Teams ends lines in its own way, and puts some around mentions. */
const tidy = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(/\u00a0/g, ' ')
    .trim();

/** The activity id of the message that was quoted with 「返信」 in a chat. */
export function quotedMessage({ entities, attachments }: Pick<Activity, 'entities' | 'attachments'>) {
  const told = entities.find(({ type }) => type === 'quotedReply')?.quotedReply?.messageId;
  return told ?? attachments.map(quoteInHtml).find((id) => id !== null) ?? null;
}

function quoteInHtml({ contentType, content }: Attachment): string | null {
  if (contentType !== 'text/html' || typeof content !== 'string') return null;
  const tag = /<blockquote\b[^<>]*>/i.exec(content)?.[0] ?? '';
  return attributeOf(tag, 'itemtype') === replyQuote ? (attributeOf(tag, 'itemid') ?? null) : null;
}
