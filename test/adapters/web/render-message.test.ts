import { describe, expect, it } from '@jest/globals';
import { renderMessage } from '../../../adapters/web/render-message.js';
import { actions, facts, heading, message, quote } from '../../../src/bot/outgoing-message.js';

const form = {
  title: '取り下げ',
  fields: [{ name: 'reason', label: '理由', required: false, kind: 'text' }],
} as const;
const withdraw = {
  intent: 'proposal.withdraw',
  target: 'p~1',
  label: '取り下げる',
  form: { title: form.title, fields: [...form.fields] },
};

describe('a message in the web chat', () => {
  it('is its text and its blocks, as plain data', () => {
    const said = message(heading('R8-024'), quote('<b>名札</b> @all'), facts(['状態', '受付']));

    expect(renderMessage(said)).toEqual({
      text: 'R8-024\n「<b>名札</b> @all」\n状態: 受付',
      blocks: [
        { kind: 'heading', text: 'R8-024' },
        { kind: 'quote', text: '<b>名札</b> @all' },
        { kind: 'facts', facts: [{ label: '状態', value: '受付' }] },
      ],
    });
  });

  it('shows controls with intent, target, label and form, behind menus too', () => {
    const take = { intent: 'proposal.take', target: 'p~1', label: '担当になる' };
    const said = message(actions(withdraw, { label: 'その他', options: [take] }));

    expect(renderMessage(said).blocks).toEqual([
      { kind: 'actions', controls: [withdraw, { label: 'その他', options: [take] }] },
    ]);
  });
});
