/** How the bot is named where a platform lists its apps. */
export const app = {
  'app.name': 'やまびこ',
  'app.full-name': 'やまびこ 職員の提案窓口',
  'app.description': '職員の提案を受け取り、お返事が届くまで見届けます。',
  'app.long-description':
    '仕事の中で気づいたことを、ダイレクトメッセージに一文で書いてください。すぐに番号が付き、いつまでにお返事が届くかが分かります。提案は窓口の担当者に届き、お返事が遅れるときも、遅れていることをお知らせします。読むのは、このアプリあてのダイレクトメッセージと、招かれたチャンネルのメッセージだけです。職員どうしのダイレクトメッセージは読みません。書かれたことは自治体のデータベースに保存され、窓口の担当者とその上司が読みます。',
  'app.about':
    '思いついたことを、ひとこと送ってください。すぐに番号が付き、窓口に届きます。お返事の期限をお約束し、どうなったかを、終わるまでお知らせします。提案を読むのは、ご本人と、窓口の担当者とその上司だけです。週のまとめに、お名前と本文は載りません。',
  'app.shortcut': '提案にする',
  'app.shortcut-description': 'このメッセージを提案として窓口に届けます。',
  'app.command-help': 'ヘルプ',
  'app.command-help-description': 'できることと、使い方を見る',
  'app.command-my-proposals': 'わたしの提案',
  'app.command-my-proposals-description': '出した提案と、その後を見る',
  'app.command-unanswered': '未回答',
  'app.command-unanswered-description': '窓口: お返事を待っている提案の一覧を見る',
  'app.command-register-for': '代理登録',
  'app.command-register-for-description': '窓口: 聞き取った声を、代わりに登録する',
} as const;
