/** The icons are as Teams wants them; whether they are beautiful, a human has to say. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { decodePng } from './png.js';

const icon = (name: string) =>
  decodePng(readFileSync(join(import.meta.dirname, '../../../adapters/teams/icons', name)));

describe('the icons of the Teams app', () => {
  it('in colour: 192 pixels square, nothing transparent, quiet around the middle 120', () => {
    const { width, height, pixels } = icon('color.png');
    expect([width, height]).toEqual([192, 192]);
    expect(pixels.filter(([, , , alpha]) => alpha !== 255)).toEqual([]);
    const isMiddle = (at: number) => [at % width, Math.floor(at / width)].every((x) => x >= 36 && x < 156);
    const around = new Set(pixels.filter((_, at) => !isMiddle(at)).map((pixel) => pixel.join()));
    expect(around).toEqual(new Set(['11,102,80,255']));
    expect(new Set(pixels.map((pixel) => pixel.join())).size).toBeGreaterThan(2);
  });

  it('as an outline: 32 pixels square, white or nothing', () => {
    const { width, height, pixels } = icon('outline.png');
    expect([width, height]).toEqual([32, 32]);
    const drawn = pixels.filter(([, , , alpha]) => alpha > 0);
    expect(drawn.length).toBeGreaterThan(100);
    expect(drawn.length).toBeLessThan(600);
    expect(drawn.filter(([red, green, blue]) => Math.min(red, green, blue) < 250)).toEqual([]);
  });
});
