import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readText, withoutAddress, type Names } from '../../../adapters/slack/incoming-text.js';

const known = new Map([
  ['U0SATO', '佐藤'],
  ['C0ALL', '全庁'],
]);
const names: Names = {
  of: (id) => known.get(id),
  unknown: { person: '（誰か）', channel: '（どこか）', group: '（誰々）' },
};

/** As Slack escapes what somebody types. */
const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

describe('a text from Slack', () => {
  it.each([
    ['A &amp; B &lt;C&gt;', 'A & B <C>'],
    ['&amp;lt;b&amp;gt;', '&lt;b&gt;'],
    ['&amp;amp;', '&amp;'],
    ['&quot; &nbsp; &', '&quot; &nbsp; &'],
    ['<@U0SATO> さん', '@佐藤 さん'],
    ['<@U0OTHER>', '@（誰か）'],
    ['<@U0OTHER|伊藤>', '@伊藤'],
    ['<#C0TALK|雑談>', '#雑談'],
    ['<#C0TALK>', '#（どこか）'],
    ['<#C0TALK|>', '#（どこか）'],
    ['<#C0ALL|>', '#全庁'],
    ['<!subteam^S0DX|@dx-team>', '@dx-team'],
    ['<!subteam^S0DX>', '@（誰々）'],
    ['<!here>', '@here'],
    ['<!here|here>', '@here'],
    ['<!channel|@channel>', '@channel'],
    ['<!everyone>', '@everyone'],
    ['<!date^1392734382^{date}|2014年2月18日>', '2014年2月18日'],
    ['<https://example.com/?a=1&amp;b=2>', 'https://example.com/?a=1&b=2'],
    ['<https://example.com|要綱 &lt;案&gt;>', '要綱 <案> (https://example.com)'],
    ['<http://example.com|example.com>', 'example.com'],
    ['<http://example.com/|example.com>', 'example.com'],
    ['<https://evil.example|https://town.example>', 'https://town.example (https://evil.example)'],
    ['<mailto:dx@town.example|dx@town.example>', 'dx@town.example'],
    ['<tel:0123|0123>', '0123'],
    ['1 &lt; 2 :smile: *太字*', '1 < 2 :smile: *太字*'],
    ['<>', ''],
    ['', ''],
  ])('%j is read as %j', (text, expected) => {
    expect(readText(text, names)).toBe(expected);
  });

  it('is what was typed, whatever was typed', () => {
    const typed = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc
        .array(fc.constantFrom('&', '<', '>', 'amp;', 'lt;', '<@U0SATO>', '<!here>', '|', 'x'))
        .map((parts) => parts.join('')),
    );
    fc.assert(fc.property(typed, (text) => readText(escape(text), names) === text));
  });

  it('pings nobody when it is shown again: no mark of Slack is left that nobody typed', () => {
    const word = fc.string({ unit: 'grapheme' }).map((text) => text.replace(/[<>&|]/g, ''));
    const mark = fc
      .tuple(fc.constantFrom('@', '#', '!', '!subteam^', '!date^', 'https://', ''), word, fc.option(word))
      .map(([start, name, label]) => `<${start}${name}${label === null ? '' : `|${label}`}>`);
    const special = fc.constantFrom('<!here>', '<!channel>', '<!everyone>', '<!here|@here>', '<@U0SATO>');
    const sent = fc.array(fc.oneof(mark, special, word)).map((parts) => parts.join(''));
    fc.assert(fc.property(sent, (text) => !/[<>]/.test(readText(text, names))));
  });
});

describe('our own name', () => {
  it.each([
    ['<@U0BOT> 未回答', '未回答'],
    ['<@U0BOT|yamabiko>: 未回答', '未回答'],
    ['  <@U0BOT>\u3000未回答', '未回答'],
    ['<@U0SATO> 未回答', '<@U0SATO> 未回答'],
    ['未回答 <@U0BOT>', '未回答'],
    ['<@U0BOT>、<@U0BOT> 未回答\n<@U0BOT> ', '未回答'],
    ['返事が <@U0BOT> から来ない', '返事が <@U0BOT> から来ない'],
    ['<@U0BOT>', '<@U0BOT>'],
  ])('%j becomes %j', (text, expected) => {
    expect(withoutAddress(text, 'U0BOT')).toBe(expected);
  });

  it('is not known before somebody said so', () => {
    expect(withoutAddress('<@U0BOT> 未回答', null)).toBe('<@U0BOT> 未回答');
  });
});
