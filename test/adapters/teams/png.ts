/** Just enough of PNG to look at an icon: 8 bits a channel, RGB or RGBA, not interlaced. */
import { inflateSync } from 'node:zlib';

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** `[red, green, blue, alpha]`, row by row. */
  readonly pixels: readonly (readonly [number, number, number, number])[];
}

const channelsOf: Readonly<Record<number, number>> = { 2: 3, 6: 4 };

function dataOf(file: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 8; at < file.length; at += 12 + file.readUInt32BE(at)) {
    const length = file.readUInt32BE(at);
    if (file.toString('latin1', at + 4, at + 8) === 'IDAT')
      parts.push(file.subarray(at + 8, at + 8 + length));
  }
  return inflateSync(Buffer.concat(parts));
}

/** The one of its three neighbours that is nearest to left + up - upper left. */
function paeth(left: number, up: number, upLeft: number): number {
  const away = (value: number) => Math.abs(left + up - upLeft - value);
  if (away(left) <= away(up) && away(left) <= away(upLeft)) return left;
  return away(up) <= away(upLeft) ? up : upLeft;
}

const predictions = [
  () => 0,
  (left: number) => left,
  (_left: number, up: number) => up,
  (left: number, up: number) => (left + up) >> 1,
  paeth,
];

/** @see https://www.w3.org/TR/png-3/#9Filters */
function unfilter(data: Buffer, height: number, rowLength: number, channels: number): Buffer[] {
  const rows: Buffer[] = [];
  for (let y = 0; y < height; y++) {
    const filtered = data.subarray(y * (rowLength + 1), (y + 1) * (rowLength + 1));
    const predict = predictions[filtered[0] ?? 0]!;
    const row = Buffer.alloc(rowLength);
    const above = rows[y - 1] ?? Buffer.alloc(rowLength);
    for (let x = 0; x < rowLength; x++) {
      const prediction = predict(row[x - channels] ?? 0, above[x] ?? 0, above[x - channels] ?? 0);
      row[x] = (filtered[x + 1]! + prediction) & 0xff;
    }
    rows.push(row);
  }
  return rows;
}

export function decodePng(file: Buffer): Picture {
  const [width, height] = [file.readUInt32BE(16), file.readUInt32BE(20)];
  const channels = channelsOf[file.readUInt8(25)];
  if (channels === undefined || file.readUInt8(24) !== 8 || file.readUInt8(28) !== 0) {
    throw new Error('This kind of PNG is not read here.');
  }
  const pixels = unfilter(dataOf(file), height, width * channels, channels).flatMap((row) =>
    Array.from({ length: width }, (_, x) => {
      const [red, green, blue, alpha] = row.subarray(x * channels, (x + 1) * channels);
      return [red ?? 0, green ?? 0, blue ?? 0, alpha ?? 255] as const;
    }),
  );
  return { width, height, pixels };
}
