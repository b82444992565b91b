import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Entity } from '../../../adapters/teams/activity-shapes.js';
import { htmlToText } from '../../../adapters/teams/html-text.js';
import { mentions, quotedMessage, readText } from '../../../adapters/teams/incoming-text.js';

const mention = (id: string, name: string, text: string | null = `<at>${name}</at>`): Entity => ({
  type: 'mention',
  mentioned: { id, name },
  text,
  quotedReply: null,
});
const bot = mention('28:bot', 'やまびこ');
const sato = mention('29:sato', '佐藤 太郎');
const quote: Entity = {
  type: 'quotedReply',
  quotedReply: { messageId: '17' },
  text: null,
  mentioned: null,
};

const read = (text: string, ...entities: Entity[]) => readText({ text, entities }, '28:bot');

describe('a text from Teams', () => {
  it.each<[string, Entity[], string]>([
    ['名札をやめたい', [], '名札をやめたい'],
    ['A & B <C> &amp; &nbsp; &lt;', [], 'A & B <C> &amp; &nbsp; &lt;'],
    ['一行目\r\n二行目\r三行目\n', [], '一行目\n二行目\n三行目'],
    ['\r\n<at>やまびこ</at> 未回答\r\n', [bot], '未回答'],
    ['<at>やまびこ</at>&nbsp;未回答', [bot], '未回答'],
    ['<at>やまびこ</at>\u00a0未回答', [bot], '未回答'],
    ['<at>やまびこ</at>\u3000未回答', [bot], '未回答'],
    ['未回答 <at>やまびこ</at>', [bot], '未回答'],
    ['<at>やまびこ</at> A <at>やまびこ</at> B', [bot, bot], 'A B'],
    ['<at>やまびこ</at> A <at>やまびこ</at>', [bot], 'A'],
    ['<at id="0">やまびこ</at> A', [bot], 'A'],
    ['<AT>やまびこ</AT> A', [bot], 'A'],
    ['<at>やまびこ</at>', [bot], '@やまびこ'],
    ['\r\n <at>やまびこ</at>&nbsp;<at>やまびこ</at>\n', [bot], '@やまびこ'],
    ['<at>やまびこ</at> <at>佐藤 太郎</at>&nbsp;さん', [bot, sato], '@佐藤 太郎 さん'],
    ['<at>佐藤</at>', [mention('29:sato', '佐藤', null)], '@佐藤'],
    ['<at>R&amp;D</at> A', [mention('28:bot', 'R&D', null)], 'A'],
    ['<at>R&amp;D</at> A', [mention('29:x', 'R&D', null)], '@R&D A'],
    ['<at>やまびこ</at> A', [], '<at>やまびこ</at> A'],
    ['<at>だれか</at> A', [bot], '<at>だれか</at> A'],
    ['<at><b>x</b></at> <at>', [bot], '<at><b>x</b></at> <at>'],
    ['<quoted messageId="17"/>\nはい', [quote], 'はい'],
    ['<quoted messageId="17"/>', [], '<quoted messageId="17"/>'],
    ['', [bot], ''],
  ])('%j is read as %j', (text, entities, expected) => {
    expect(read(text, ...entities)).toBe(expected);
  });

  it('is what was typed, whatever was typed, but for line ends and the blanks around it', () => {
    const typed = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc
        .array(
          fc.constantFrom('<at>', '</at>', 'やまびこ', '&nbsp;', '&lt;', '<b>', '<quoted messageId="1"/>'),
        )
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(typed, (text) => {
        expect(read(text)).toBe(text.replace(/\r\n?/g, '\n').replaceAll('\u00a0', ' ').trim());
      }),
    );
  });

  it('is read in time that grows with its length, whatever it is made of', () => {
    for (const part of [
      '<at>',
      '<at ',
      '&nbsp;',
      '<at>やまびこ</at>',
      '<quoted messageId="',
      '\u00a0',
      '</at>',
    ]) {
      const started = performance.now();
      read(part.repeat(100_000), bot, quote, ...Array.from({ length: 5_000 }, () => sato));
      htmlToText(part.repeat(100_000));
      expect(performance.now() - started).toBeLessThan(2_000);
    }
  });

  it('names the bot or does not', () => {
    expect(mentions({ text: '', entities: [sato, bot] }, '28:bot')).toBe(true);
    expect(mentions({ text: '<at>やまびこ</at>', entities: [sato] }, '28:bot')).toBe(false);
  });
});

describe('HTML from Teams', () => {
  it.each([
    ['<p>A &amp; B &lt;C&gt;</p>', 'A & B <C>'],
    ['&amp;lt;b&amp;gt; &amp;amp;', '&lt;b&gt; &amp;'],
    ['<div><div>一行目</div>\n<div>二行目<br>三行目</div>\n</div>', '一行目\n二行目\n三行目'],
    ['<p>一</p>\n<p>&nbsp;</p>\n<p>二</p>', '一\n\n二'],
    ['<ul><li>一</li><li>二</li></ul>', '一\n二'],
    ['<strong>太<em>字</em></strong>', '太字'],
    ['<at id="0">佐藤 太郎</at>&nbsp;さん', '@佐藤 太郎 さん'],
    ['<emoji alt="😀" title="笑顔"></emoji>いいね', '😀いいね'],
    ['<img alt="図" src="https://x.example/1.png">', '図'],
    ['<a href="https://example.com/a?b=1&amp;c=2">要綱</a>', '要綱 (https://example.com/a?b=1&c=2)'],
    ['<a href="https://example.com/">example.com</a>', 'example.com (https://example.com/)'],
    ['<a href="https://example.com">https://example.com</a>', 'https://example.com'],
    ['<a href="https://example.com"><b>要</b>綱</a>。', '要綱 (https://example.com)。'],
    [
      '<a href="https://evil.example">https://town.example</a>',
      'https://town.example (https://evil.example)',
    ],
    [
      '<blockquote itemscope itemtype="http://schema.skype.com/Reply" itemid="1"><strong>鈴木</strong><p>前の人の言葉</p></blockquote><p>返事</p>',
      '返事',
    ],
    ['<blockquote>自分の引用</blockquote>', '自分の引用'],
    ['<attachment id="1"></attachment>', ''],
    ['&#12354;&#x3042;&#0;&#x110000;&unknown;', 'ああ&#0;&#x110000;&unknown;'],
    ['1 < 2 & 3', '1 < 2 & 3'],
    ['<>', '<>'],
    ['', ''],
  ])('%j is read as %j', (html, expected) => {
    expect(htmlToText(html)).toBe(expected);
  });

  it('is what was typed, however Teams wraps it', () => {
    const escape = (text: string) =>
      text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    const word = fc.string({ unit: 'grapheme', minLength: 1 }).map((text) => text.replace(/\s/g, 'x'));
    fc.assert(
      fc.property(word, (text) => {
        expect(htmlToText(`<div>\n<p>${escape(text)}</p>\n</div>`)).toBe(text);
      }),
    );
  });

  it('is read in time that grows with its length', () => {
    for (const part of [
      '<a href="x">',
      '</a>',
      '<blockquote ',
      '&nbsp;',
      '&#',
      '<br>',
      '<p>x</p>',
      '<',
      ' \n',
    ]) {
      const started = performance.now();
      htmlToText(part.repeat(100_000));
      expect(performance.now() - started).toBeLessThan(2_000);
    }
  });
});

describe('a quote in a chat', () => {
  const reply = (attributes: string) => ({
    contentType: 'text/html',
    contentUrl: null,
    name: null,
    content: `<blockquote ${attributes}>x</blockquote><p>はい</p>`,
  });
  const skype = 'itemtype="http://schema.skype.com/Reply"';

  it('says of which message', () => {
    expect(quotedMessage({ entities: [quote], attachments: [] })).toBe('17');
    expect(quotedMessage({ entities: [], attachments: [reply(`itemscope="" ${skype} itemid="18"`)] })).toBe(
      '18',
    );
    expect(quotedMessage({ entities: [], attachments: [reply(`itemid='19' ${skype}`)] })).toBe('19');
    expect(quotedMessage({ entities: [quote], attachments: [reply(`${skype} itemid="18"`)] })).toBe('17');
  });

  it('may be an ordinary one, or none', () => {
    expect(quotedMessage({ entities: [bot], attachments: [reply('itemid="1"')] })).toBeNull();
    expect(quotedMessage({ entities: [], attachments: [reply(skype)] })).toBeNull();
  });
});
