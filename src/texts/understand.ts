import { foldCharacters, foldForMatching } from './normalize.js';
import {
  assents,
  commandWords,
  greetings,
  questionsAboutTheBot,
  type Phrases,
  reactions,
  stopWishes,
  thanks,
  trials,
} from './words.ja.js';

export type Command = keyof typeof commandWords;
export type AboutBotTopic = keyof typeof questionsAboutTheBot;

type Known =
  | { readonly kind: 'command'; readonly command: Command }
  | { readonly kind: 'about-bot'; readonly topic: AboutBotTopic }
  | { readonly kind: 'trial' }
  | { readonly kind: 'assent' }
  | { readonly kind: 'thanks' }
  | { readonly kind: 'greeting' }
  | { readonly kind: 'reaction' };

/** What a whole message is. `body` is the text as it was written, without greetings at its head. */
export type Understanding =
  Known | { readonly kind: 'no-letters' } | { readonly kind: 'text'; readonly body: string };

/**
 * When several known phrases make up a message, the earliest of these kinds is meant. Assent goes before thanks:
 * 「はい、ありがとうございます」 may answer an open question and must not be swallowed by a courtesy.
 */
const PRECEDENCE: readonly Known['kind'][] = [
  'command',
  'about-bot',
  'trial',
  'assent',
  'thanks',
  'greeting',
  'reaction',
];

/** What ends a phrase. No brackets and no bullets: at the head of a body they belong to the body. */
const BREAKS = String.raw`[\s。．.、，,！!？?…〜～~♪]+`;
const BETWEEN_PHRASES = new RegExp(BREAKS, 'u');
const FIRST_PHRASE = new RegExp(`^\\s*(.*?)${BREAKS}`, 'su');

/** Slack writes emoji as :names:; the others are pictures, flags and keycaps with what joins and colours them. */
const EMOJI =
  /:[a-z0-9_+'-]+:|[0-9#*]\uFE0F?\u20E3|\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}/gu;

/** 「了解ですー」「了解です笑」「助かりましたm(_ _)m」: said with a smile or a bow, meant all the same. */
const DRAWN_OUT = /(?:mm|[ーっ笑汗泣w])+$/u;

/** 「お疲れ様です、という挨拶をやめたい」 speaks about the greeting. */
const SPEAKS_ABOUT_IT = /^(?:という|といった|と言|と書|って|とか|を|など)/u;

/** ー is a letter for Unicode, but a line of them says nothing. */
const LETTER = /(?!ー)\p{L}/u;
const SOMETHING = /(?!ー)[\p{L}\p{N}]/u;

/** Longer than any phrase we know: a long text is not folded in vain. */
const MAX_PHRASE_LENGTH = 80;

const known: readonly { readonly pattern: RegExp; readonly meaning: Known }[] = [
  ...entriesOf(commandWords).map(([command, phrases]) => knows(phrases, { kind: 'command', command })),
  ...entriesOf(questionsAboutTheBot).map(([topic, phrases]) => knows(phrases, { kind: 'about-bot', topic })),
  knows(trials, { kind: 'trial' }),
  knows(assents, { kind: 'assent' }),
  knows(thanks, { kind: 'thanks' }),
  knows(greetings, { kind: 'greeting' }),
  knows(reactions, { kind: 'reaction' }),
];

/**
 * Understands a WHOLE message: a command inside a sentence is a sentence. Shortness is no doubt: 「名札をやめたい」
 * is text. Of a text only greetings at its head are left out; thanks stay, they may belong to what follows.
 */
export function understand(text: string): Understanding {
  const plain = withoutEmoji(text);
  if (!LETTER.test(plain)) return understandSigns(text, plain);
  const body = withoutLeadingGreetings(text);
  return findKnown(text) ?? findKnown(body) ?? findKnownPhrases(text) ?? { kind: 'text', body };
}

/** True when the writer wants something to end, so that nobody asks whether it could. */
export function wishesToStop(text: string): boolean {
  const folded = foldCharacters(text);
  return stopWishes.some((pattern) => pattern.test(folded));
}

/** No letter is left: a known sign such as 「？」, emoji only, or nothing that we could understand. */
function understandSigns(text: string, plain: string): Understanding {
  const isEmojiOnly = text.search(EMOJI) >= 0 && !SOMETHING.test(plain);
  return findKnown(text) ?? (isEmojiOnly ? { kind: 'reaction' } : { kind: 'no-letters' });
}

/** 「承知しました。ありがとうございます！」: every phrase is known. Phrases of signs only say nothing. */
function findKnownPhrases(text: string): Known | undefined {
  const meanings: Known[] = [];
  for (const phrase of text.split(BETWEEN_PHRASES)) {
    if (!SOMETHING.test(withoutEmoji(phrase))) continue;
    const meaning = findKnown(phrase);
    if (!meaning) return undefined;
    meanings.push(meaning);
  }
  return meanings.sort((a, b) => PRECEDENCE.indexOf(a.kind) - PRECEDENCE.indexOf(b.kind))[0];
}

function findKnown(text: string): Known | undefined {
  const plain = withoutEmoji(text);
  if (plain.length > MAX_PHRASE_LENGTH) return undefined;
  const folded = foldForMatching(plain);
  return findMeaning(folded) ?? findMeaning(folded.replace(DRAWN_OUT, ''));
}

function findMeaning(folded: string): Known | undefined {
  return known.find(({ pattern }) => pattern.test(folded))?.meaning;
}

function withoutLeadingGreetings(text: string): string {
  let body = text;
  for (;;) {
    const [head = '', phrase = ''] = FIRST_PHRASE.exec(body) ?? [];
    const rest = body.slice(head.length);
    if (findKnown(phrase)?.kind !== 'greeting' || SPEAKS_ABOUT_IT.test(rest)) return body;
    body = rest;
  }
}

function withoutEmoji(text: string): string {
  return text.replace(EMOJI, '').replace(/\p{Default_Ignorable_Code_Point}/gu, '');
}

function knows(phrases: Phrases, meaning: Known): { pattern: RegExp; meaning: Known } {
  const alternatives = phrases.map((slots) => slots.map(patternOfSlot).join(''));
  return { pattern: new RegExp(`^(?:${alternatives.join('|')})$`, 'u'), meaning };
}

function patternOfSlot(slot: string): string {
  const words = slot.split(' ').map((word) => (word === '-' ? '' : foldForMatching(word)));
  return `(?:${words.map((word) => word.replace(/[$()*+.?[\\\]^{|}]/gu, '\\$&')).join('|')})`;
}

function entriesOf<Key extends string>(table: Readonly<Record<Key, Phrases>>): [Key, Phrases][] {
  return Object.entries(table) as [Key, Phrases][];
}
