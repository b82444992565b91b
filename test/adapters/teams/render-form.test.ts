import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { renderForm, type ShownForm } from '../../../adapters/teams/render-form.js';
import type { Field } from '../../../src/bot/outgoing-message.js';
import { partsOf, refusalOfCard } from '../../fakes/teams-api/limits-checker.js';

const words = { submit: '送る', close: 'やめる', empty: (field: string) => `「${field}」を書いてください。` };
const form = {
  title: '提案者へのお返事',
  fields: [
    { name: 'text', label: 'お返事', required: true, kind: 'text', value: '書きかけ' },
    { name: 'headline', label: '見出し', required: false, kind: 'line' },
    { name: 'date', label: '日付', required: false, kind: 'date', value: '2026-12-01' },
    { name: 'hours', label: '時間', required: false, kind: 'number', value: '1.5' },
  ] satisfies Field[],
};
const opened = { intent: 'proposal.answer', target: 'p~3', form };
const filledIn = (written: Readonly<Record<string, string>>) => ({
  ...form,
  fields: form.fields.map((field: Field) => ({ ...field, value: written[field.name] ?? field.value ?? '' })),
});
const render = (shown: Partial<ShownForm> = {}, written: Readonly<Record<string, string>> = {}) =>
  renderForm(
    { ...opened, form: filledIn(written) },
    { card: 'delivery-1', inTaskModule: false, ...shown },
    words,
  );

describe('a form as a card', () => {
  it('has an input for every field, named like it', () => {
    const card = render();
    expect(refusalOfCard(card)).toBeNull();
    expect(partsOf(card, 'Input.Text')).toMatchObject([
      {
        id: 'text',
        label: 'お返事',
        isMultiline: true,
        isRequired: true,
        errorMessage: '「お返事」を書いてください。',
        value: '書きかけ',
      },
      { id: 'headline', isMultiline: false },
    ]);
    expect(partsOf(card, 'Input.Text')[1]).not.toHaveProperty('isRequired');
    expect(partsOf(card, 'Input.Date')).toMatchObject([{ id: 'date', value: '2026-12-01' }]);
    expect(partsOf(card, 'Input.Number')).toMatchObject([{ id: 'hours', value: 1.5 }]);
  });

  it('is sent with its intent and target, or put away without its inputs', () => {
    expect(partsOf(render(), 'Action.Execute')).toMatchObject([
      {
        title: '送る',
        verb: 'proposal.answer',
        data: { target: 'p~3', form: true, card: 'delivery-1' },
        fallback: { data: { intent: 'proposal.answer', target: 'p~3', form: true, card: 'delivery-1' } },
      },
      { title: 'やめる', verb: 'form.close', data: { card: 'delivery-1' }, associatedInputs: 'none' },
    ]);
    expect(partsOf(render(), 'Action.Execute')[0]).not.toHaveProperty('associatedInputs');
  });

  it('keeps what was written, and says why it was not taken', () => {
    const card = render({ error: '「お返事」を書いてください。' }, { text: '', headline: '題' });
    expect(partsOf(card, 'TextRun')).toEqual([
      expect.objectContaining({ text: '「お返事」を書いてください。', color: 'Attention' }),
    ]);
    expect(partsOf(card, 'Input.Text')).toMatchObject([{ id: 'text' }, { id: 'headline', value: '題' }]);
    expect(partsOf(card, 'Input.Text')[0]).not.toHaveProperty('value');
    expect(refusalOfCard(card)).toBeNull();
  });

  it('in a task module knows Action.Submit only', () => {
    const card = render({ inTaskModule: true });
    expect(partsOf(card, 'Action.Execute')).toEqual([]);
    expect(partsOf(card, 'Action.Submit')).toMatchObject([
      { title: '送る', data: { intent: 'proposal.answer', target: 'p~3', form: true, card: 'delivery-1' } },
    ]);
    expect(refusalOfCard(card)).toBeNull();
  });

  it('belongs to no card when there was none', () => {
    expect(partsOf(render({ card: null }), 'Action.Execute')).toMatchObject([
      { data: { target: 'p~3', form: true } },
      { data: {} },
    ]);
    expect(JSON.stringify(render({ card: null }))).not.toContain('"card"');
  });

  it('is taken by Teams, whatever somebody wrote', () => {
    const anyWords = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.constantFrom('', ' ', '2026-13-45', 'NaN', '1e999', '👩‍👩‍👧‍👦'.repeat(900), '長い話です。'.repeat(3_000)),
    );
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('text', 'headline', 'date', 'hours'), anyWords),
        anyWords,
        (values, error) => {
          const card = render({ error }, values);
          expect(refusalOfCard(card)).toBeNull();
          for (const { value = '' } of partsOf(card, 'Input.Text')) {
            expect((value as string).length).toBeLessThanOrEqual(3_000);
          }
        },
      ),
    );
  });
});
