import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bytesOf, limits } from '../../../adapters/teams/limits.js';
import { renderMessage, renderPlain } from '../../../adapters/teams/render-message.js';
import { splitMessage } from '../../../adapters/teams/split-message.js';
import {
  actions,
  context,
  controlsOf,
  facts,
  heading,
  message,
  paragraph,
  quote,
  type Block,
  type OutgoingMessage,
} from '../../../src/bot/outgoing-message.js';
import { showable } from '../../../src/texts/visible.js';
import { partsOf, refusalOfActivity } from '../../fakes/teams-api/limits-checker.js';
import { everyMessage, usualCast } from '../../messages/every-message.js';

const family = '👩‍👩‍👧‍👦';
const hostile = [
  '<at>鈴木</at> <at id="0">all</at>',
  '**太字** _斜体_ ~~消す~~ `code` [押して](https://example.com) ![](https://example.com/a.png)',
  '<b>太字</b><script>alert(1)</script><!-- -->',
  '&lt;at&gt; &amp; &#60;',
  '{{DATE(2026-11-20T10:00:00Z,SHORT)}} {{TIME(2026-11-20T10:00:00Z)}} {{{{DATE(',
  '# 見出し\n- 一覧\n1. 番号\n> 引用\n===\n| 表 |',
  '\u202E逆さま\u202C',
  '\\*もう逃がしてある\\*',
  family,
];

const activityOf = (part: OutgoingMessage) => ({
  type: 'message',
  from: { id: '28:bot' },
  ...renderMessage(part, 'delivery-1'),
});
const partsAsActivities = (whole: OutgoingMessage) => splitMessage(whole).map(activityOf);

/** What stands in the elements of a card where Markdown is not read. */
const runsOf = (value: unknown): string =>
  partsOf(value, 'TextRun')
    .map(({ text }) => text)
    .join('');

/** What somebody reads of an escaped TextBlock. */
const unescaped = (text: unknown): string => String(text).replaceAll(/\\([!-/:-@[-`{-~])/g, '$1');

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.constantFrom(
    ...hostile,
    '',
    ' ',
    family.repeat(500),
    '"'.repeat(9_000),
    '{{DATE('.repeat(2_000),
    '長い話です。'.repeat(3_000),
  ),
);
const control = fc.record({
  intent: fc.constantFrom('proposal.answer', 'proposal.ask', 'proposal.take'),
  target: fc.constant('01900000-0000-7000-8000-000000000000~12'),
  label: anyText,
  emphasis: fc.constantFrom('primary' as const, 'danger' as const),
});
const menu = fc.record({ label: anyText, options: fc.array(control, { minLength: 1, maxLength: 12 }) });
const anyBlock: fc.Arbitrary<Block> = fc.oneof(
  anyText.map(heading),
  anyText.map(paragraph),
  anyText.map(quote),
  anyText.map(context),
  fc
    .array(fc.tuple(fc.constantFrom('提案者', '状態'), anyText), { minLength: 1, maxLength: 12 })
    .map((rows) => facts(...rows)),
  fc.array(fc.oneof(control, menu), { minLength: 1, maxLength: 3 }).map((controls) => actions(...controls)),
);

describe('a message as an Adaptive Card', () => {
  it('is taken by Teams, whatever is in it', () => {
    fc.assert(
      fc.property(fc.array(anyBlock, { minLength: 1, maxLength: 40 }), (blocks) => {
        for (const activity of partsAsActivities(message(...blocks))) {
          expect(refusalOfActivity(activity)).toBeNull();
          expect(bytesOf(activity)).toBeLessThanOrEqual(limits.activityBytes);
        }
      }),
      { numRuns: 25 },
    );
  });

  it.each([['the usual words', usualCast.text], ...hostile.map((words) => [words, words] as const)])(
    'of everything we can say is taken by Teams: %s',
    (_name, text) => {
      const cast = { ...usualCast, text, headline: text, proposer: { ...usualCast.proposer, name: text } };
      for (const whole of everyMessage(cast)) {
        const activities = partsAsActivities(whole);
        expect(activities.map(refusalOfActivity)).toEqual(activities.map(() => null));
        expect(JSON.stringify(activities)).not.toMatch(/"entities"|"mention"/);
      }
    },
  );

  it('never holds text beside the card, and says everything in its summary', () => {
    for (const whole of everyMessage(usualCast)) {
      const content = renderMessage(whole, null);
      expect(content).toMatchObject({ summary: whole.text });
      expect(content).not.toHaveProperty('text');
      expect(content).toMatchObject({ attachments: [{ content: { fallbackText: whole.text } }] });
    }
  });

  it.each(hostile)('shows %s as it was written, wherever it stands', (words) => {
    const shown = showable(words);
    for (const block of [paragraph(words), quote(words), context(words), facts(['題', words])]) {
      const rendered = renderMessage(message(block), null);
      expect(runsOf(rendered)).toContain(shown);
      expect(partsOf(rendered, 'TextBlock')).toEqual([]);
    }
    const [title] = partsOf(renderMessage(message(heading(words)), null), 'TextBlock');
    expect(unescaped(title?.['text'])).toBe(shown);
  });

  it('shows any words as they were written', () => {
    fc.assert(
      fc.property(anyText, (words) => {
        const shown = showable(words).trim() === '' ? '\u00A0' : showable(words);
        const inTwoWays = renderMessage(message(quote(words), heading(words)), null);
        expect(runsOf(inTwoWays)).toBe(shown);
        expect(partsOf(inTwoWays, 'TextBlock').map(({ text }) => unescaped(text))).toEqual([shown]);
      }),
    );
  });

  it('lets no date function of a card begin in anybody’s words', () => {
    for (const block of [paragraph, quote, context, heading]) {
      const rendered = renderMessage(message(block('{{DATE(2026-11-20T10:00:00Z)}}')), null);
      const texts = [...partsOf(rendered, 'TextRun'), ...partsOf(rendered, 'TextBlock')].map(
        ({ text }) => text,
      );
      expect(texts.filter((text) => /\{\{DATE/.test(String(text)))).toEqual([]);
    }
  });

  it('leaves a number in a heading as it is: no sign that needs no escape gets one', () => {
    const [title] = partsOf(renderMessage(message(heading('R8-024 会議室の電子予約')), null), 'TextBlock');
    expect(title).toMatchObject({ text: 'R8-024 会議室の電子予約', style: 'heading', wrap: true });
  });

  it('has no colour of its own and cuts no line off', () => {
    for (const whole of everyMessage(usualCast)) {
      const rendered = renderMessage(whole, 'delivery-1');
      for (const block of partsOf(rendered, 'TextBlock')) expect(block['wrap']).toBe(true);
      expect(JSON.stringify(rendered)).not.toMatch(/"color"|"backgroundImage"|#[0-9a-f]{6}/i);
    }
  });

  it('can be said without any form', () => {
    expect(renderPlain(message(heading('お知らせ'), paragraph('<b>届きました</b>')))).toEqual({
      text: 'お知らせ\n<b>届きました</b>',
      textFormat: 'plain',
    });
  });
});

describe('controls on a card', () => {
  const answer = {
    intent: 'proposal.answer',
    target: 'p~1',
    label: '返事する',
    emphasis: 'primary' as const,
    form: { title: 'お返事', fields: [] },
  };
  const take = { intent: 'proposal.take', target: 'p~1', label: '担当になる' };
  const decline = { intent: 'proposal.decline', target: 'p~1', label: '不採用にする' };

  it('carry intent and target, answer at once, and know older clients', () => {
    const rendered = renderMessage(message(actions(answer, take)), 'delivery-1');
    expect(partsOf(rendered, 'Action.Execute')).toEqual([
      {
        type: 'Action.Execute',
        title: '返事する',
        style: 'positive',
        verb: 'proposal.answer',
        data: { target: 'p~1', card: 'delivery-1' },
        associatedInputs: 'none',
        fallback: {
          type: 'Action.Submit',
          title: '返事する',
          style: 'positive',
          associatedInputs: 'none',
          data: {
            intent: 'proposal.answer',
            target: 'p~1',
            card: 'delivery-1',
            msteams: { type: 'task/fetch' },
          },
        },
      },
      expect.objectContaining({
        verb: 'proposal.take',
        fallback: expect.objectContaining({
          data: { intent: 'proposal.take', target: 'p~1', card: 'delivery-1' },
        }),
      }),
    ]);
  });

  it('of several menus share one input, in which every option says where it comes from', () => {
    const menus = actions(
      answer,
      { label: '決める', options: [decline] },
      { label: 'その他', options: [take] },
    );
    const rendered = renderMessage(message(menus), 'delivery-1');
    expect(partsOf(rendered, 'Input.ChoiceSet')).toMatchObject([
      {
        id: 'more',
        label: '決める / その他',
        choices: [
          { title: '決める: 不採用にする', value: 'proposal.decline|p~1' },
          { title: 'その他: 担当になる', value: 'proposal.take|p~1' },
        ],
      },
    ]);
    expect(partsOf(rendered, 'Action.Execute')).toMatchObject([
      { verb: 'proposal.answer', associatedInputs: 'none' },
      { verb: 'more', title: '決める / その他', data: { card: 'delivery-1' } },
    ]);
    expect(partsOf(rendered, 'Action.Execute')[1]).not.toHaveProperty('associatedInputs');
  });

  it('of one menu are named by it', () => {
    const rendered = renderMessage(message(actions({ label: '決める', options: [decline] })), null);
    expect(partsOf(rendered, 'Input.ChoiceSet')).toMatchObject([
      { label: '決める', choices: [{ title: '不採用にする' }] },
    ]);
    expect(partsOf(rendered, 'Action.Execute')).toMatchObject([{ verb: 'more', title: '決める', data: {} }]);
  });

  it('of everything we can say are all there', () => {
    for (const whole of everyMessage(usualCast)) {
      const rendered = renderMessage(whole, null);
      const pressed = partsOf(rendered, 'Action.Execute').map(({ verb }) => verb);
      const chosen = JSON.stringify(partsOf(rendered, 'Input.ChoiceSet'));
      for (const { intent, target } of controlsOf(whole)) {
        expect(pressed.includes(intent) || chosen.includes(`"${intent}|${target}"`)).toBe(true);
      }
    }
  });
});

describe('a message that does not fit into one activity', () => {
  const quotesOf = (parts: readonly OutgoingMessage[]) =>
    parts.flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === 'quote' ? [block.text] : [])));

  it('keeps every word, in order', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000 }), (count) => {
        const words = '二重予約が起きます。'.repeat(count);
        const parts = splitMessage(message(heading('R8-001'), quote(words), paragraph('終わり')));
        expect(quotesOf(parts).join('')).toBe(words);
      }),
      { numRuns: 30 },
    );
  });

  it.each([family, 'が', '🇯🇵', '葛󠄀'])('is never cut inside of %s', (grapheme) => {
    const words = grapheme.repeat(Math.ceil(40_000 / grapheme.length));
    const parts = quotesOf(splitMessage(message(quote(words))));
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.join('')).toBe(words);
    const cut = parts.filter((part) => part.replaceAll(grapheme, '') !== '');
    expect(cut).toEqual([]);
  });

  it('keeps facts and controls in the part that is updated in place', () => {
    const press = actions({ intent: 'proposal.answer', target: 'p~1', label: '返事する' });
    const whole = message(heading('R8-001'), quote('長い。'.repeat(15_000)), facts(['担当', '田中']), press);
    const [first, ...others] = splitMessage(whole);
    expect(first!.blocks.map(({ kind }) => kind)).toEqual(['heading', 'quote', 'facts', 'actions']);
    expect(new Set(others.flatMap(({ blocks }) => blocks.map(({ kind }) => kind)))).toEqual(
      new Set(['quote']),
    );
  });

  it('loses no empty value and no message without blocks', () => {
    const whole = message(facts(['理由', ''], ['内容', '長い。'.repeat(15_000)]));
    const labels = splitMessage(whole).flatMap(({ blocks }) =>
      blocks.flatMap((block) => (block.kind === 'facts' ? block.facts.map(({ label }) => label) : [])),
    );
    expect(labels[0]).toBe('理由');
    expect(splitMessage({ text: '文だけ', blocks: [] })).toEqual([
      { text: '文だけ', blocks: [paragraph('文だけ')] },
    ]);
  });

  it('as small as it has to be', () => {
    for (const maxBytes of [40_000, 20_000, 10_000]) {
      const parts = splitMessage(message(quote('長い。'.repeat(15_000))), maxBytes);
      expect(parts.every((part) => bytesOf(activityOf(part)) <= maxBytes)).toBe(true);
      expect(quotesOf(parts).join('')).toBe('長い。'.repeat(15_000));
    }
  });
});
