/** The page's own labels. What the bot says comes from the service (src/texts). */
export const people = {
  bot: 'やまびこ',
  suzuki: '市民課・鈴木',
  sato: '税務課・佐藤',
  tanaka: 'DX推進課・田中',
  manager: '総務課・山本',
};

export const nameOf = (user) => people[user] ?? user;

export const away =
  'サービスにつながりません。動きはじめると、自動でつながり直します。書きかけの文は残っています。';
export const notSent = '送れませんでした。文は残っています。少し待って、もう一度送ってください。';
export const notPressed = 'うまくいきませんでした。少し待って、もう一度押してください。';
export const notRead = 'メッセージを読みこめませんでした。もう一度試しています。';
export const noAnswerYet = 'まだ返事が届きません。少し待って、届かなければ、もう一度押してください。';
export const cannotMoveClock = 'SlackかTeamsを使っている間は、時計を進められません。';
export const clockFailed = '時計を進められませんでした。少し待って、もう一度押してください。';
export const movingClock = '時計を進めています…';
export const movedClock = (now) => `${now}になりました。`;

const zone = { timeZone: 'Asia/Tokyo' };
const dayAndTime = new Intl.DateTimeFormat('ja-JP', {
  ...zone,
  month: 'long',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
});
const fullDay = new Intl.DateTimeFormat('ja-JP', { ...zone, dateStyle: 'long' });
const weekday = new Intl.DateTimeFormat('ja-JP', { ...zone, weekday: 'short' });
const time = new Intl.DateTimeFormat('ja-JP', { ...zone, hour: 'numeric', minute: '2-digit' });

export const momentText = (at) => dayAndTime.format(at);

/** 2026年11月24日（火）10:00 */
export const clockText = (at) => `${fullDay.format(at)}（${weekday.format(at)}）${time.format(at)}`;
