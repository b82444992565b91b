/** Everyday talk with the bot: help, courtesy, doubts, questions about itself, one's own proposals. */
export const conversation = {
  'help.heading': 'やまびこの使い方',
  'help.body':
    '困っていること、やめたいこと、変えたいことを、このまま一文で書いてください。すぐに番号が付きます。',
  'help.answer': '{desk}が期限までに必ずお返事します。どうなったかも、終わるまでお知らせします。',
  'help.my-proposals': '「わたしの提案」と書くと、これまでの提案とその後が見られます。',
  'help.number': '{example}のような番号を書くと、その提案のいまの様子が見られます。',
  'help.desk': '窓口の方は「未回答」で返事待ちの一覧、「代理登録」で聞き取った声の登録ができます。',

  'courtesy.greeting': 'こんにちは。困っていることや変えたいことがあれば、そのまま書いてください。',
  'courtesy.thanks': 'こちらこそ、ありがとうございます。',
  'courtesy.reaction': 'ありがとうございます。提案にしたいことは、言葉で書いてください。',
  'courtesy.nothing-to-cancel':
    'いま途中の質問はありません。提案を取り下げるときは、その番号を書いて「取り下げる」を押してください。',

  'about.who-sees':
    '提案を読むのは、本人と、{desk}の担当者とその上司だけです。毎週のまとめには番号と短い見出しだけが載ります。',
  'about.how-long': 'お返事は、受け付けてから{promise}以内です。期限は受け付けのときにお知らせします。',
  'about.anonymous': '提案者のお名前は、{desk}の担当者とその上司に見えます。ほかの職員には見えません。',
  'about.what-is-this':
    'やまびこは、職員の提案を受け取り、お返事が届くまで見届けるボットです。窓口は{municipality}の{desk}です。',
  'about.propose-hint': '提案のつもりで書かれたときは、下のボタンを押してください。',

  'held.ask': '提案として受け付けますか。',
  'held.again': '次の文は、まだ提案になっていません。提案として受け付けますか。',
  'held.draft': 'どちらも押さなければ、下書きに残ります。「わたしの提案」で見られます。',
  'held.discarded': 'わかりました。この文は提案にしません。',
  'held.gone': 'この文は、もう提案にしたか、提案にしないと決めたものです。何も変えていません。',

  'shortcut.ask':
    '{name}さんが、あなたの次のメッセージを提案にしてはどうかと言っています。提案として出しますか。',
  'shortcut.hint':
    'どちらを選んでも、{name}さんには知らせません。押さなければ提案にならず、下書きとして「わたしの提案」に残ります。',
  'shortcut.author-decides':
    'このメッセージを提案にするかどうかは、書いた方が決めます。必要なときは、ボットからご本人にたずねます。どうなったかは、ご本人に聞いてください。',
  'shortcut.author-busy':
    'このメッセージを書いた方には、ほかにもたずねていることが多いので、いまはたずねませんでした。日を改めてお試しください。',
  'shortcut.already': 'このメッセージは、すでに{number}に入っています。',
  'shortcut.not-a-person':
    'アプリやボットのメッセージは、提案にできません。困っていることは、ここに一文で書いてください。',
  'shortcut.empty':
    'このメッセージには文がないので、提案にできません。困っていることは、ここに一文で書いてください。',

  'home.how':
    'やまびこへのメッセージに、困っていること、やめたいこと、変えたいことを一文で書いてください。すぐに番号が付きます。',
  'home.who-sees': 'だれが読むか',
  'home.desk': '窓口の方へ',

  'mine.heading': 'わたしの提案（{count}件）',
  'mine.none': 'まだ提案はありません。思いついたことを、このまま一文で書いてください。',
  'mine.line': '{number} {title}｜{state}',
  'mine.files': '（ファイル{count}件）',
  'mine.due': '次は{due}までに{holder}から',
  'mine.your-turn': 'あなたのお返事を待っています',
  'mine.ended': '{ending}（{reason}）',
  'mine.drafts': '下書き（まだ提案になっていません）',
  'mine.more': 'ほかに{count}件あります。番号を書くと見られます。',

  'status.heading': '{number} {title}',
  'status.state': 'いまの状態',
  'status.next': '次の返事',
  'status.next-value': '{owed}を{due}までに{holder}から',
  'status.your-turn': 'あなたのお返事を待っています。ここに書くとお返事になります。',
  'status.on-its-way': 'お返事を送っているところです。',
  'status.ending': '結末',
  'status.last-word': '{name}から（{at}）',
  'status.unknown': 'その番号の提案は見つかりません。ご自分の提案は「わたしの提案」で見られます。',

  'due.heading': '{number}の期限の数え方',
  'due.none': '{number}は完了しているので、期限はありません。',

  'question.can-it-stop':
    'その仕事や手順を、思いきってやめることはできそうですか。やめると困ることがあれば、教えてください。',
  'question.where-how-much': 'どこで、どのくらい起きていますか。（例: 窓口で、1日に5回ほど）',
  'question.what-then': 'どうなるとよいと思いますか。',
  'question.intro': '{number}について、よければ教えてください。（{step}/{total}）',
  'question.thanks': 'ありがとうございます。{number}に書き足しました。',
  'question.finished': 'ありがとうございます。伝えていただいたことを、{number}に書き足しました。',
  'question.finished-empty': '質問はこれで終わりです。{number}はそのまま受け付けています。',
  'question.left': 'わかりました。続きは「もう少し伝える」を押すと、いつでも始められます。',

  'long.first': '（続きはスレッドにあります。{at}/{of}）',
  'long.next': '（{at}/{of}）',

  'at-once.received': '受け取りました。',
  'at-once.proposed': '受け取りました。ボットとのチャットでお返事します。',
  'at-once.closed': '閉じました。何も変えていません。',
} as const;
