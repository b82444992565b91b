import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../../src/json-object.js';
import { payload, tanakaId, type PayloadName } from './teams-payloads.js';
import { theForm, TeamsReceiver, until, words } from './teams-receiver.js';

let teams: TeamsReceiver;
beforeEach(async () => {
  teams = await TeamsReceiver.start();
});
afterEach(() => teams.close());

const cardType = 'application/vnd.microsoft.card.adaptive';
const shownCard = (value: object) => ({ statusCode: 200, type: cardType, value });
const toast = (value: string) => ({
  statusCode: 200,
  type: 'application/vnd.microsoft.activity.message',
  value,
});
const dialogMessage = (value: string) => ({ task: { type: 'message', value } });
const dialogCard = (content: object) => ({
  task: {
    type: 'continue',
    value: { title: '返事する', height: 'medium', width: 'medium', card: { contentType: cardType, content } },
  },
});
const formCard = (card: string, inTaskModule = false) => ({
  type: 'AdaptiveCard',
  intent: theForm.intent,
  value: null,
  card,
  inTaskModule,
});

describe('a press', () => {
  it('is stored, and its client shows the form that it opens', async () => {
    expect(await teams.ask(payload('execute'))).toEqual(shownCard(formCard('d-1')));
    await until(() => teams.rung.length > 0);

    expect(teams.happened).toEqual(['stored', 'answered at once', 'rung']);
    expect(teams.pressed).toMatchObject([
      { id: 'id-000001', kind: 'action', intent: 'proposal.answer', person: `teams:${tanakaId}` },
    ]);
  });

  it('opens it in a dialog where that is what was pressed', async () => {
    expect(await teams.ask(payload('dialog-opened'))).toEqual(dialogCard(formCard('d-2', true)));
  });

  it.each<[PayloadName, (text: string) => object]>([
    ['execute', toast],
    ['dialog-opened', dialogMessage],
  ])('is told why not, or that it was received (%s)', async (name, answer) => {
    teams.atOnce = 'words';
    expect(await teams.ask(payload(name))).toEqual(answer('窓口の方だけが行えます'));
    teams.atOnce = 'nothing';
    expect(await teams.ask({ ...payload(name), id: 'f:2' })).toEqual(answer(words.received));
  });

  it('is answered within the seconds that its client waits, also when nothing comes of it', async () => {
    teams.atOnce = 'for ever';
    const started = performance.now();

    expect(await teams.ask(payload('execute'))).toEqual(toast(words.received));
    expect(performance.now() - started).toBeLessThan(2_500);
    expect(teams.inbox.envelopes).toHaveLength(1);
  });

  it('is answered each time it comes, and kept once', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => teams.ask(payload('execute'))));
    await until(() => teams.rung.length > 0);

    expect(answers).toEqual([1, 2, 3].map(() => shownCard(formCard('d-1'))));
    expect(teams.inbox.envelopes).toHaveLength(1);
    expect(teams.rung).toHaveLength(1);
  });

  it('stays stored when nothing after that goes well', async () => {
    teams.clumsy = true;
    expect(await teams.ask(payload('execute'))).toEqual(toast(words.received));
    await until(() => teams.logged.length === 2);

    expect(teams.inbox.envelopes).toHaveLength(1);
    expect(teams.logged).toMatchObject([{ level: 'warn' }, { level: 'warn' }]);
  });

  it('that has no answer is answered by an ordinary message, once', async () => {
    expect(await teams.ask(payload('submit'))).toBeNull();
    await until(() => teams.rung.length > 0);
    expect(await teams.ask(payload('submit'))).toBeNull();

    expect(teams.happened).toEqual(['stored', 'answered at once', 'rung', 'duplicate']);
    expect(teams.byMessage[0]).toMatchObject({ to: `teams:${tanakaId}`, opened: theForm });
  });

  it('of something that is no control is told so', async () => {
    const value = { action: { verb: 'other', data: {} } };
    expect(await teams.ask({ ...payload('execute'), value })).toEqual(toast(words.notUnderstood));
    expect(await teams.ask({ ...payload('dialog-opened'), value: {} })).toEqual(
      dialogMessage(words.notUnderstood),
    );
    expect(await teams.ask({ ...payload('submit'), value: { x: 1 } })).toBeNull();
    expect(teams.inbox.envelopes).toEqual([]);
  });
});

describe('a submitted form', () => {
  it('is stored, and the card is shown that it took the place of', async () => {
    expect(await teams.ask(payload('execute-form'))).toEqual(
      shownCard({ type: 'AdaptiveCard', text: 'R8-024', key: 'd-1' }),
    );
    await until(() => teams.rung.length > 0);

    expect(teams.happened).toEqual(['asked for a refusal', 'stored', 'rung']);
  });

  const received = shownCard({ type: 'AdaptiveCard', text: words.received, key: null });

  it.each<[string, undefined | Error]>([
    ['is not known', undefined],
    ['cannot be read', new Error('store away')],
  ])('is answered by a small card when that one %s', async (_how, shown) => {
    teams.shown = shown;

    expect(await teams.ask(payload('execute-form'))).toEqual(received);
  });

  it('is answered by a small card when it came of none', async () => {
    const value = { action: { verb: 'proposal.add', data: { target: 'p~1', text: 'x' } } };

    expect(await teams.ask({ ...payload('execute-form'), value })).toEqual(received);
  });

  it('is shown again with what is wrong and what was written, and is not stored', async () => {
    teams.refusal = 'この提案は、もう完了しています。';
    const about = { intent: 'proposal.answer', card: 'd-1', error: teams.refusal };

    expect(await teams.ask(payload('execute-form'))).toEqual(
      shownCard({ type: 'AdaptiveCard', value: 'A & B を <検討> します', ...about, inTaskModule: false }),
    );
    expect(await teams.ask(payload('dialog-submitted'))).toEqual(
      dialogCard({
        ...about,
        type: 'AdaptiveCard',
        intent: 'proposal.add',
        card: 'd-2',
        value: '夏も困ります',
        inTaskModule: true,
      }),
    );
    expect(teams.inbox.envelopes).toEqual([]);
  });

  it('is told what is wrong when it is no form of ours, or cannot be drawn', async () => {
    teams.refusal = '分かりませんでした。';
    teams.knowsForms = false;
    expect(await teams.ask(payload('execute-form'))).toEqual(toast('分かりませんでした。'));
    teams.knowsForms = true;
    teams.clumsy = true;
    expect(await teams.ask(payload('dialog-submitted'))).toEqual(dialogMessage('分かりませんでした。'));
  });

  it.each<[string, Error | undefined]>([
    ['fails', new Error('store away')],
    ['takes too long', undefined],
  ])('is stored when the look at it %s', async (_how, refusal) => {
    teams.refusal = refusal;
    const started = performance.now();

    expect((await teams.post(payload('execute-form'))).status).toBe(200);
    expect(performance.now() - started).toBeLessThan(2_000);
    expect(teams.inbox.envelopes).toHaveLength(1);
  });

  it('closes its dialog with a word', async () => {
    expect(await teams.ask(payload('dialog-submitted'))).toEqual(dialogMessage(words.received));
  });

  it('that has no answer is stored in any case: its turn keeps what was written', async () => {
    teams.refusal = 'いいえ';
    expect(await teams.ask(payload('submit-form'))).toBeNull();

    expect(teams.inbox.envelopes).toHaveLength(1);
    expect(teams.happened).not.toContain('asked for a refusal');
  });

  it('is told to be not stored', async () => {
    teams.inbox.away = true;

    expect((await teams.post(payload('execute-form'))).status).toBe(503);
  });
});

describe('a form that was left', () => {
  it('shows the card that it took the place of, and nothing is stored', async () => {
    expect(await teams.ask(payload('execute-close'))).toEqual(
      shownCard({ type: 'AdaptiveCard', text: 'R8-024', key: 'd-1' }),
    );
    teams.shown = undefined;
    expect(await teams.ask(payload('execute-close'))).toEqual(
      shownCard({ type: 'AdaptiveCard', text: words.closed, key: null }),
    );
    expect(teams.happened).toEqual([]);
  });

  it('closes its dialog', async () => {
    const value = { data: { intent: 'form.close', card: 'd-2' } };

    expect(await teams.ask({ ...payload('dialog-submitted'), value })).toBeNull();
  });
});

describe('「提案にする」', () => {
  it.each<PayloadName>(['shortcut-fetch', 'shortcut-submit'])('is stored and says so (%s)', async (name) => {
    expect(await teams.ask(payload(name))).toEqual(dialogMessage(words.proposed));
    await until(() => teams.rung.length > 0);

    expect(teams.happened).toEqual(['stored', 'rung']);
  });

  it('is not understood without a message', async () => {
    const value: JsonObject = { commandId: 'propose-message', commandContext: 'compose' };

    expect(await teams.ask({ ...payload('shortcut-fetch'), value })).toEqual(
      dialogMessage(words.notUnderstood),
    );
  });
});

describe('twenty presses at the same time', () => {
  it('are all stored and all answered', async () => {
    const press = (n: number) => teams.ask({ ...payload('execute'), id: `f:${n}` });
    const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => press(n)));

    expect(answers).toEqual(answers.map(() => shownCard(formCard('d-1'))));
    expect(teams.inbox.envelopes).toHaveLength(20);
  });
});
