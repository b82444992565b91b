import { readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { decode, encode, type Fields } from './values.js';

// The journal's format: frames of [magic][payload length][CRC-32 of payload][payload]; a payload is a row of
// records, a record is a head document followed by the documents it speaks of. BSON documents begin with
// their own length.

const magic = Buffer.from('YMJ1');
const headerLength = 12;

/** What one commit changed. */
export interface JournalRecord {
  /** BSON; `writes` tells what each document is for. */
  readonly head: Fields;
  readonly documents: readonly Uint8Array[];
}

export class JournalDamaged extends Error {}

/** One frame with these records. */
export function encodeFrame(records: readonly JournalRecord[]): Buffer {
  const parts = records.flatMap(({ head, documents }) => [
    encode({ ...head, documents: documents.length }),
    ...documents,
  ]);
  const payload = Buffer.concat(parts);
  const header = Buffer.alloc(headerLength);
  magic.copy(header);
  header.writeUInt32LE(payload.length, 4);
  header.writeUInt32LE(crc32(payload), 8);
  return Buffer.concat([header, payload]);
}

/** The payload of the frame at `offset`; undefined if there is no whole and undamaged frame. */
function findPayload(file: Buffer, offset: number): Buffer | undefined {
  if (offset + headerLength > file.length || file.compare(magic, 0, 4, offset, offset + 4) !== 0)
    return undefined;
  const end = offset + headerLength + file.readUInt32LE(offset + 4);
  if (end > file.length) return undefined;
  const payload = file.subarray(offset + headerLength, end);
  return crc32(payload) === file.readUInt32LE(offset + 8) ? payload : undefined;
}

function takeDocument(payload: Buffer, offset: number): Buffer {
  // A copy, because a slice would keep the whole file in memory.
  return Buffer.from(payload.subarray(offset, offset + payload.readInt32LE(offset)));
}

function* decodePayload(payload: Buffer): Generator<JournalRecord> {
  for (let offset = 0; offset < payload.length;) {
    const headBytes = takeDocument(payload, offset);
    offset += headBytes.length;
    const head = decode(headBytes);
    const documents: Buffer[] = [];
    while (documents.length < Number(head.documents)) {
      const bytes = takeDocument(payload, offset);
      documents.push(bytes);
      offset += bytes.length;
    }
    yield { head, documents };
  }
}

/**
 * Hands every record of a journal to `apply`, oldest first. Returns the length of the sound part: what
 * follows it is the frame that a crash interrupted, of which nobody was told that it is safe.
 * @throws JournalDamaged if sound frames follow a damaged one. A frame is written only when the one before it
 * is on disk, so this is no crash but a broken disk or a foreign hand, and cutting there would lose promised
 * data.
 */
export function replayFrames(path: string, apply: (record: JournalRecord) => void): number {
  const file = readFileSync(path);
  let offset = 0;
  for (let payload = findPayload(file, 0); payload; payload = findPayload(file, offset)) {
    for (const record of decodePayload(payload)) apply(record);
    offset += headerLength + payload.length;
  }
  for (let at = file.indexOf(magic, offset + 1); at !== -1; at = file.indexOf(magic, at + 1))
    if (findPayload(file, at))
      throw new JournalDamaged(
        `The journal ${path} is damaged at byte ${offset}, but sound data follows at byte ${at}. ` +
          'Nothing was changed. Restore the file from a backup, or move its directory away to start empty.',
      );
  if (offset === 0 && file.length >= 4 && file.compare(magic, 0, 4, 0, 4) !== 0)
    throw new JournalDamaged(`The file ${path} is no journal of the embedded MongoDB. Nothing was changed.`);
  return offset;
}
