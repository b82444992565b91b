// Writes docs/messages.ja.md: every sentence the bot can say, for the people of a town to read and correct.
// With --check it only says whether the page is up to date.
import { readFileSync, writeFileSync } from 'node:fs';

const subjects = [
  ['proposer', '提案者が読む文'],
  ['desk', '窓口が読む文'],
  ['reminders', 'お知らせ（期限）'],
  ['conversation', 'ふだんのやりとり'],
  ['digest', '週のまとめ'],
  ['controls', 'ボタンと入力欄'],
  ['names', '状態・結末・担当の名前'],
  ['app', 'アプリの名前と説明'],
];

const page = [
  '# やまびこが話すすべての文',
  '',
  '`npm run docs:messages` で `src/texts/ja` から作ります。`{…}` には、そのときの値が入ります。',
  '',
];
for (const [file, title] of subjects) {
  const [catalogue] = Object.values(await import(`../../dist/src/texts/ja/${file}.js`));
  page.push(`## ${title}`, '', '| 鍵 | 文 |', '|---|---|');
  for (const [key, text] of Object.entries(catalogue))
    page.push(`| \`${key}\` | ${text.replaceAll('|', '\\|').replaceAll('\n', '<br>')} |`);
  page.push('');
}

const path = new URL('../../docs/messages.ja.md', import.meta.url);
const written = `${page.join('\n').trimEnd()}\n`;
if (!process.argv.includes('--check')) writeFileSync(path, written);
else if (readFileSync(path, 'utf8') !== written) {
  console.error('docs/messages.ja.md is not what src/texts/ja says: run npm run docs:messages');
  process.exit(1);
}
