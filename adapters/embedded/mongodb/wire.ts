import { CommandError } from './errors.js';
import { decode, encode, type Fields } from './values.js';

// MongoDB's wire protocol: OP_MSG, and the legacy OP_QUERY with which drivers open a connection.
// @see https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/

const opReply = 1;
const opQuery = 2004;
const opMsg = 2013;
const headerLength = 16;
const moreToCome = 2;

export const maxMessageBytes = 48_000_000;

/**
 * Our own command, with which a launcher says that it leaves; the reply's `isStopping` tells whether it was
 * the last client.
 */
export const releaseCommand = 'yamabikoRelease';

/** A command as it came. `body` also holds the documents that were sent beside it. */
export interface Message {
  readonly requestId: number;
  readonly isLegacy: boolean;
  readonly body: Fields;
  readonly expectsReply: boolean;
}

function readName(bytes: Buffer, offset: number): string {
  return bytes.toString('utf8', offset, bytes.indexOf(0, offset));
}

function takeDocument(bytes: Buffer, offset: number): Buffer {
  return bytes.subarray(offset, offset + bytes.readInt32LE(offset));
}

function parseSequence(section: Buffer): [string, Fields[]] {
  const name = readName(section, 0);
  const documents: Fields[] = [];
  for (let offset = Buffer.byteLength(name) + 1; offset < section.length;) {
    const document = takeDocument(section, offset);
    documents.push(decode(document));
    offset += document.length;
  }
  return [name, documents];
}

function parseSections(bytes: Buffer): Fields {
  let body: Fields = {};
  const sequences: [string, Fields[]][] = [];
  for (let offset = 0; offset < bytes.length;) {
    const kind = bytes[offset];
    const part = takeDocument(bytes, offset + 1);
    if (kind === 0) body = decode(part);
    else if (kind === 1) sequences.push(parseSequence(part.subarray(4)));
    else throw new CommandError(40573, 'Location40573', 'Unknown OP_MSG section');
    offset += 1 + part.length;
  }
  // The body comes first or last; its first field, the command's name, must stay first.
  return { ...body, ...Object.fromEntries(sequences) };
}

/** @throws CommandError for another opcode (e.g. compressed messages) or flags that are not supported. */
export function parseMessage(bytes: Buffer): Message {
  const requestId = bytes.readInt32LE(4);
  const opcode = bytes.readInt32LE(12);
  if (opcode === opQuery) {
    const offset = headerLength + 4 + Buffer.byteLength(readName(bytes, headerLength + 4)) + 1 + 8;
    const body = { ...decode(takeDocument(bytes, offset)), $db: 'admin' };
    return { requestId, isLegacy: true, body, expectsReply: true };
  }
  if (opcode !== opMsg) throw new CommandError(238, 'NotImplemented', `Opcode ${opcode} is not supported`);
  const flags = bytes.readUInt32LE(headerLength);
  if ((flags & 0xffff & ~moreToCome) !== 0)
    throw new CommandError(238, 'NotImplemented', `OP_MSG flags ${flags} are not supported`);
  const body = parseSections(bytes.subarray(headerLength + 4));
  return { requestId, isLegacy: false, body, expectsReply: (flags & moreToCome) === 0 };
}

/** A message without body and its length; `replyTo` is the request's id. */
export function encodeMessage(document: Uint8Array, replyTo: number, isLegacy = false): Buffer {
  const header = Buffer.alloc(headerLength + (isLegacy ? 20 : 5));
  header.writeInt32LE(header.length + document.length, 0);
  header.writeInt32LE(replyTo, 8);
  header.writeInt32LE(isLegacy ? opReply : opMsg, 12);
  if (isLegacy) header.writeInt32LE(1, headerLength + 16);
  return Buffer.concat([header, document]);
}

/** Cuts a byte stream into messages. */
export class MessageSplitter {
  private pending: Buffer[] = [];
  private pendingLength = 0;

  /** @throws CommandError if a message is longer than 48,000,000 bytes. */
  *push(chunk: Buffer): Generator<Buffer> {
    this.pending.push(chunk);
    this.pendingLength += chunk.length;
    while (this.pendingLength >= headerLength) {
      if ((this.pending[0]?.length ?? 0) < headerLength) this.pending = [Buffer.concat(this.pending)];
      const length = this.pending[0]?.readInt32LE(0) ?? 0;
      if (length < headerLength || length > maxMessageBytes)
        throw new CommandError(17, 'ProtocolError', `Message of ${length} bytes`);
      if (this.pendingLength < length) return;
      const bytes = Buffer.concat(this.pending);
      this.pending = [bytes.subarray(length)];
      this.pendingLength -= length;
      yield bytes.subarray(0, length);
    }
  }
}

function element(type: number, name: string, payload: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([type]), Buffer.from(`${name}\0`), payload]);
}

function wrap(parts: readonly Uint8Array[]): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32LE(parts.reduce((sum, part) => sum + part.length, 5));
  return Buffer.concat([length, ...parts, Buffer.alloc(1)]);
}

/** `{[name]: document, ...others}` as BSON, the document's bytes unchanged. */
export function encodeAround(name: string, document: Uint8Array, others: Fields): Buffer {
  return wrap([element(3, name, document), encode(others).subarray(4, -1)]);
}

/** The reply to a command that opens or reads on a cursor, the documents' bytes unchanged. */
export function encodeCursor(
  batchName: 'firstBatch' | 'nextBatch',
  batch: readonly Uint8Array[],
  cursor: Fields,
): Buffer {
  const documents = wrap(batch.map((document, at) => element(3, String(at), document)));
  return encodeAround('cursor', wrap([element(4, batchName, documents), encode(cursor).subarray(4, -1)]), {
    ok: 1,
  });
}
