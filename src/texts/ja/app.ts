/** How the bot is named where a platform lists its apps. */
export const app = {
  'app.name': 'やまびこ',
  'app.description': '職員の提案を受け取り、お返事が届くまで見届けます。',
  'app.long-description':
    '仕事の中で気づいたことを、ダイレクトメッセージに一文で書いてください。すぐに番号が付き、いつまでにお返事が届くかが分かります。提案は窓口の担当者に届き、お返事が遅れるときも、遅れていることをお知らせします。読むのは、このアプリあてのダイレクトメッセージと、招かれたチャンネルのメッセージだけです。職員どうしのダイレクトメッセージは読みません。書かれたことは自治体のデータベースに保存され、窓口の担当者とその上司が読みます。',
  'long.first': '（続きはスレッドにあります。{at}/{of}）',
  'long.next': '（{at}/{of}）',
  'app.shortcut': '提案にする',
  'app.shortcut-description': 'このメッセージを提案として窓口に届けます。',
} as const;
