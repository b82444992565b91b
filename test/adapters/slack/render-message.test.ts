import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { renderForm } from '../../../adapters/slack/render-form.js';
import { renderMessage } from '../../../adapters/slack/render-message.js';
import { splitMessage } from '../../../adapters/slack/split-message.js';
import {
  actions,
  context,
  facts,
  heading,
  message,
  paragraph,
  quote,
  type Block,
} from '../../../src/bot/outgoing-message.js';
import { showable } from '../../../src/texts/visible.js';
import { refusalOfMessage, refusalOfView } from '../../fakes/slack-api/limits-checker.js';

const hostile = [
  '<!channel>',
  '<@U0SUZUKI>',
  '*太字* _斜体_ `code`',
  '<https://example.com|押して>',
  '&lt;!here&gt;',
];

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.constantFrom(...hostile, '', ' ', '👩‍👩‍👧‍👦'.repeat(500), '<'.repeat(4_000), '長い話です。'.repeat(3_000)),
);
const control = fc.record({
  intent: fc.constantFrom('proposal.answer', 'proposal.ask', 'proposal.take'),
  target: fc.constant('01900000-0000-7000-8000-000000000000~12'),
  label: anyText.filter((text) => showable(text).trim() !== ''),
});
const anyBlock: fc.Arbitrary<Block> = fc.oneof(
  anyText.map(heading),
  anyText.map(paragraph),
  anyText.map(quote),
  anyText.map(context),
  fc
    .array(fc.tuple(fc.constantFrom('提案者', '状態'), anyText), { minLength: 1, maxLength: 12 })
    .map((rows) => facts(...rows)),
  fc.array(control, { minLength: 1, maxLength: 3 }).map((controls) => actions(...controls)),
);

describe('a message as Block Kit', () => {
  it('is within every limit of Slack, whatever is in it', () => {
    fc.assert(
      fc.property(fc.array(anyBlock, { minLength: 1, maxLength: 60 }), (blocks) => {
        for (const part of splitMessage(message(...blocks))) {
          const { text, blocks: rendered } = renderMessage(part);
          expect(refusalOfMessage(text === '' ? ' ' : text, rendered)).toBeNull();
        }
      }),
      { numRuns: 60 },
    );
  });

  it('keeps every word when it has to be split', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4_000 }), (count) => {
        const words = '二重予約が起きます。'.repeat(count);
        const parts = splitMessage(message(heading('R8-001'), quote(words), paragraph('終わり')));
        const shown = parts.flatMap(({ blocks }) =>
          blocks.flatMap((b) => (b.kind === 'quote' ? [b.text] : [])),
        );
        expect(shown.join('')).toBe(words);
      }),
      { numRuns: 30 },
    );
  });

  it.each(hostile)('shows %s as plain words, in blocks and in notifications', (words) => {
    const { text, blocks } = renderMessage(message(quote(words)));
    expect(text).not.toMatch(/<[!@#h]/);
    expect(blocks).toEqual([
      {
        type: 'rich_text',
        elements: [{ type: 'rich_text_quote', elements: [{ type: 'text', text: words }] }],
      },
    ]);
  });

  it('gives every control of a row its own action id', () => {
    const press = { intent: 'proposal.answer', target: 'a~1', label: '返事する' };
    const { blocks } = renderMessage(message(actions(press, { ...press, target: 'b~1' })));
    expect(blocks).toHaveLength(2);
  });
});

describe('a form as a modal', () => {
  it('is within every limit, and carries what its submission needs', () => {
    const form = {
      title: 'とても長い題名のついた、提案者へのお返事を書く入力欄です',
      fields: [
        { name: 'text', label: 'お返事', required: true, kind: 'text' as const, value: '書きかけ' },
        { name: 'date', label: '日付', required: false, kind: 'date' as const, value: '2026-12-01' },
        { name: 'hours', label: '時間', required: false, kind: 'number' as const },
      ],
    };
    const view = renderForm({ intent: 'proposal.answer', target: 'p~3', form }, 'C0DESK', {
      submit: '送る',
      close: 'やめる',
      notSent: '送っていません',
      dismiss: '閉じる',
    });
    expect(refusalOfView(view)).toBeNull();
    expect(view.callback_id).toBe('proposal.answer');
    expect(JSON.parse(view.private_metadata ?? '')).toEqual({ target: 'p~3', channel: 'C0DESK' });
    expect(view.blocks.map(({ block_id }) => block_id)).toEqual(['text', 'date', 'hours']);
  });
});
