/** How the bot is named where a platform lists its apps. */
export const app = {
  'app.name': 'やまびこ',
  'app.description': '職員の提案を受け取り、お返事が届くまで見届けます。',
  'long.first': '（続きはスレッドにあります。{at}/{of}）',
  'long.next': '（{at}/{of}）',
  'app.shortcut': '提案にする',
  'app.shortcut-description': 'このメッセージを提案として窓口に届けます。',
} as const;
