/** Files that came with somebody's words. The bot copies none: it says where they are, and whom to ask. */
import { context, facts, type Block } from '../bot/outgoing-message.js';
import type { FileReference, Thread } from '../proposals/thread.js';
import { formatFileSize } from '../texts/file-size.js';
import type { Say } from '../texts/ja/index.js';
import { excerpt, oneLine } from '../texts/visible.js';
import type { Telling } from './telling.js';

type Files = readonly FileReference[];

/** A name may be as long as its owner likes; the record holds all of it. */
const shownOfName = 80;

function nameOf({ name }: FileReference, say: Say): string {
  const line = oneLine(name);
  return line === '' ? say('files.unnamed') : excerpt(line, shownOfName);
}

function withSize(file: FileReference, say: Say): string {
  const name = nameOf(file, say);
  return file.sizeBytes === null
    ? name
    : say('files.with-size', { name, size: formatFileSize(file.sizeBytes) });
}

/** Only addresses of the web; who may open one, its platform decides. */
const addressOf = ({ url }: FileReference): string =>
  url !== null && /^https?:\/\//.test(url) ? ` ${oneLine(url)}` : '';

/** For whoever sent them. */
export function filesStay(files: Files, { town: { say, settings } }: Telling): Block | null {
  if (files.length === 0) return null;
  const names = files.map((file) => withSize(file, say)).join(say('files.between'));
  return context(say('files.stay', { files: names, desk: settings.desk.name }));
}

/** For the desk: name, size, and the address as text. Null when there are none. */
export const filesValue = (files: Files, { town: { say } }: Telling): string | null =>
  files.length === 0 ? null : files.map((file) => `${withSize(file, say)}${addressOf(file)}`).join('\n');

export function filesFacts(files: Files, telling: Telling): Block | null {
  const value = filesValue(files, telling);
  return value === null ? null : facts([telling.town.say('files.label'), value]);
}

/** Nobody of the desk is in the conversation that the files stand in: how they may be seen all the same. */
export const filesOnRequest = (files: Files, { town: { say } }: Telling): Block | null =>
  files.length === 0 ? null : context(say('files.on-request'));

/** What is still public of what was attached to a proposal's thread. */
export const publicFiles = (thread: Thread): FileReference[] =>
  thread.flatMap(({ visibility, files }) => (visibility === 'public' ? files : []));

/** The words that stand for a message of files alone: the first sentence is a proposal, also an unwritten one. */
export function wordsOf(text: string, files: Files, say: Say): string {
  if (text.trim() !== '' || files.length === 0) return text;
  return say('files.only', { files: files.map((file) => nameOf(file, say)).join(say('files.between')) });
}
