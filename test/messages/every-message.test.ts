import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  controlsOf,
  outgoingMessageSchema,
  type Block,
  type OutgoingMessage,
} from '../../src/bot/outgoing-message.js';
import { parseTarget } from '../../src/bot/target.js';
import { everyMessage, usualCast, type Cast } from './every-message.js';

const usual = everyMessage(usualCast);

/** All that a block shows, but for its controls. */
function shownIn(block: Block): string[] {
  switch (block.kind) {
    case 'facts':
      return block.facts.flatMap(({ label, value }) => [label, value]);
    case 'actions':
      return [];
    case 'image':
      return [block.alt];
    case 'heading':
    case 'paragraph':
    case 'quote':
    case 'context':
      return [block.text];
  }
}

/** All that a message shows, its labels included. What somebody wrote and gets back in a field is theirs. */
const shown = (message: OutgoingMessage): string[] => [
  message.text,
  ...message.blocks.flatMap(shownIn),
  ...message.blocks.flatMap((block) =>
    block.kind === 'actions' ? block.controls.map(({ label }) => label) : [],
  ),
  ...controlsOf(message).flatMap(({ label, form }) => [
    label,
    ...(form ? [form.title, ...form.fields.map((field) => field.label)] : []),
  ]),
];

describe('every message', () => {
  it('has something to say, and can be stored', () => {
    for (const message of usual) {
      expect(message.text.trim()).not.toBe('');
      expect(message.blocks.length).toBeGreaterThan(0);
      expect(outgoingMessageSchema.parse(message)).toEqual(message);
    }
  });

  it('says in its text everything that its blocks say, in their order', () => {
    for (const { text, blocks } of usual) {
      let from = 0;
      const missing = blocks.flatMap(shownIn).filter((part) => {
        const at = text.indexOf(part, from);
        if (at >= from) from = at + part.length;
        return at < 0;
      });
      expect({ missing, in: text }).toEqual({ missing: [], in: text });
    }
  });

  it('leaves no placeholder and no empty part', () => {
    for (const message of usual) {
      const wrong = shown(message).filter((part) => /^$|\{[\w-]+\}|undefined|\[object|NaN/.test(part));
      expect({ wrong, in: message.text }).toEqual({ wrong: [], in: message.text });
    }
  });

  it('has a label and a target of ours on every control', () => {
    const controls = usual.flatMap(controlsOf);
    expect(controls.length).toBeGreaterThan(100);
    for (const { label, target, intent } of controls) {
      expect(label).not.toBe('');
      expect(intent).toMatch(/^(?:text|proposal|question|desk)\.[a-z-]+$/);
      expect(parseTarget(target)).toBeDefined();
    }
  });

  it('holds no markup of any platform', () => {
    const markup = /[<>*_`~#&|]|\]\(|:[a-z]+:/;
    expect(usual.flatMap(shown).filter((part) => markup.test(part))).toEqual([]);
  });

  it('passes the words of people on as they are: escaping is the renderer’s work', () => {
    const text = '<@U123> *太字* `code` [link](http://example.com) &amp; :tada:';
    const quoted = everyMessage({ ...usualCast, text }).flatMap(({ blocks }) =>
      blocks.flatMap((block) => (block.kind === 'quote' ? [block.text] : [])),
    );
    expect(quoted).toContain(text);
    for (const part of quoted.filter((words) => words.includes('U123'))) expect(part).toBe(text);
  });

  it('never shows a character that turns the direction of reading, whoever brought it in', () => {
    const bidi = ['\u061C', '\u200E', '\u200F', '\u202A', '\u202B', '\u202C', '\u202D', '\u202E'].concat([
      '\u2066',
      '\u2067',
      '\u2068',
      '\u2069',
    ]);
    const hostile = fc.string({
      unit: fc.constantFrom(...bidi, '名', 'a', '\n', ' '),
      minLength: 1,
      maxLength: 12,
    });
    const cast: fc.Arbitrary<Cast> = fc
      .tuple(hostile, hostile, hostile, hostile, hostile)
      .map(([name, section, author, text, headline]) => ({
        proposer: { id: 'web:x', name, section },
        author: { id: 'web:y', name: author, section },
        text: `あ${text}`,
        headline,
      }));
    fc.assert(
      fc.property(cast, (given) => {
        const turning = everyMessage(given)
          .flatMap(shown)
          .filter((part) => /\p{Bidi_Control}/u.test(part));
        expect(turning).toEqual([]);
      }),
      { numRuns: 15 },
    );
  });
});
