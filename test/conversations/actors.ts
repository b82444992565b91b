/** What people do in a transcript: writing, editing, pressing, filling in. */
import { idOf, type User } from '../fakes/fake-directory.js';
import { fillIn, findControl, lastMessage, type Pressable } from './controls.js';
import { chatPlace } from './said.js';
import type { AtOnceAnswer, TownUnderTest } from './town-under-test.js';
import { unescape, type Place, type Step } from './transcript.js';

type Act = Extract<Step, { kind: 'act' }>;
type OpenedForm = Extract<AtOnceAnswer, { kind: 'openForm' }>;

/** `[返事する] …`, `[R8-002 返事する] …`, `[担当になる] (二度押し)` */
const pressLine =
  /^\[(?:([RH]\d+-\d+) )?(.+?)\](?:\s*[(（](開くだけ|二度押し|古い画面で|画面を開かずに)[)）])?\s*(.*)$/su;
/** `(編集) …`, `(返信 R8-001) …` */
const markLine = /^[(（](送信|編集|先に届いた編集|削除|返信)(?: (\S+?))?[)）]\s*(.*)$/su;

const withoutMark = { mark: undefined, about: undefined };

export class Actors {
  private readonly lastMessageOf = new Map<User, string>();
  private readonly openForms = new Map<User, OpenedForm>();

  constructor(private readonly tut: TownUnderTest) {}

  async act({ who, place, text }: Act): Promise<void> {
    const press = pressLine.exec(text);
    if (press) {
      const [, number, label = '', how, rest = ''] = press;
      await this.press(who, place, { number: number ?? null, label, how, rest: unescape(rest) });
      return;
    }
    const [, mark, about, rest] = markLine.exec(text) ?? [];
    const given = mark === undefined ? withoutMark : { mark, about };
    await this.write(who, place, given, unescape(rest ?? text));
  }

  private async write(
    who: User,
    place: Place,
    { mark, about }: { mark: string | undefined; about: string | undefined },
    text: string,
  ): Promise<void> {
    const { tut } = this;
    const where = { place: chatPlace(place, tut.town) };
    const last = this.lastMessageOf.get(who) ?? '';
    switch (mark) {
      case '送信':
        return this.send(who, text);
      case '編集':
        return tut.edit(who, last, text, where);
      case '先に届いた編集':
        return tut.edit(who, tut.nextMessageId(), text, where);
      case '削除':
        return tut.remove(who, last, where);
      case '返信': {
        const answered = await lastMessage(tut, place, about ?? null);
        if (!answered) throw new Error('There is no message of the bot to reply to.');
        this.lastMessageOf.set(who, await tut.say(who, text, { ...where, replyTo: answered.id }));
        return;
      }
      default:
        this.lastMessageOf.set(who, await tut.say(who, text, where));
    }
  }

  private async send(who: User, text: string): Promise<void> {
    const form = this.openForms.get(who);
    if (!form) throw new Error('No form is open.');
    this.openForms.delete(who);
    const { intent, target, form: fields } = form.what;
    await this.tut.submit(who, intent, target, fillIn(fields, text), { place: form.place });
  }

  private async press(
    who: User,
    place: Place,
    {
      number,
      label,
      how,
      rest,
    }: { number: string | null; label: string; how: string | undefined; rest: string },
  ): Promise<void> {
    const found = await findControl(this.tut, who, place, { label, number, outdated: how === '古い画面で' });
    if (!found) throw new Error(`No button [${label}] can be seen.`);
    const { control, place: there } = found;
    if (how === '画面を開かずに') {
      const values = control.form ? fillIn(control.form, rest) : {};
      return this.tut.submit(who, control.intent, control.target, values, { place: there });
    }
    const form = await this.open(who, found, how === '二度押し' ? 2 : 1);
    if (!form) return;
    this.openForms.set(who, form);
    if (how === '開くだけ') return;
    // What is opened and sent in one go is no message to read.
    this.tut.atOnce.splice(this.tut.atOnce.indexOf(form), 1);
    await this.send(who, rest);
  }

  /** Undefined: no form was opened. */
  private async open(
    who: User,
    { control, place }: Pressable,
    times: number,
  ): Promise<OpenedForm | undefined> {
    const before = this.tut.atOnce.length;
    await this.tut.press(who, control.intent, control.target, { place, times });
    return this.tut.atOnce
      .slice(before)
      .find((answer): answer is OpenedForm => answer.kind === 'openForm' && answer.to === idOf(who));
  }
}
