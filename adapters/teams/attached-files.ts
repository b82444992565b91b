import type { FileReference } from '../../src/proposals/thread.js';
import type { Attachment } from './activity-shapes.js';

/** A text that Teams also sends as HTML, link previews, and messages inside of messages. */
const isNoFile = ({ contentType, contentUrl, name }: Attachment): boolean =>
  /^text\/html\b|^application\/vnd\.microsoft\.card\.|^(?:forwarded)?messageReference$/i.test(
    contentType ?? '',
  ) ||
  (!contentUrl && !name);

/** Pictures inside of a text lie where only the bot may fetch them. */
const isForPeople = ({ contentType, contentUrl }: Attachment): boolean =>
  !/^image\//i.test(contentType ?? '') && /^https?:\/\//i.test(contentUrl ?? '');

/**
 * What was attached. `contentUrl` is for people, and Teams decides which; `downloadUrl` would be a key for anybody.
 * Teams tells no sizes.
 */
export const filesOf = (attachments: readonly Attachment[]): FileReference[] =>
  attachments
    .filter((attachment) => !isNoFile(attachment))
    .map((attachment) => ({
      name: attachment.name ?? '',
      sizeBytes: null,
      url: isForPeople(attachment) ? (attachment.contentUrl ?? null) : null,
    }));
