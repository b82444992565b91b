/** What the desk reads: cards, notices in their threads, human tasks, refusals. */
export const desk = {
  'card.heading': '{number} {title}',
  'card.new': '新しい提案',
  'card.proposer': '提案者',
  'card.registered': '受付',
  'card.state': '状態',
  'card.owed': '次の返事',
  'card.owed-by': '{owed}を{due}までに',
  'card.holder': '担当',
  'card.ending': '結末',
  'card.reason': '理由',
  'card.follows': '続き',
  'card.follows-value': '完了した提案の続きです',
  'card.on-its-way': '{name}のお返事を送っています。届いたら、ここでお知らせします。',
  'card.addition': '補足（{at}）',
  'card.reply': '提案者のお返事（{at}）',
  'card.said': '{name}（{at}）',
  'card.masked': '（提案者が消しました）',
  'card.notes': 'このカードに返信すると、窓口だけの内部メモになります。',
  'card.notes-mentioned':
    'このカードに、「@やまびこ」とボットの名前を付けて返信すると、窓口だけの内部メモになります。',

  'thread.addition': '{number}に、提案者が書き足しました。',
  'thread.reply': '{number}に、提案者からお返事が届きました。次は{holder}が{due}までに返事をする番です。',
  'thread.edited': '{number}の文面を、提案者が直しました。',
  'thread.masked': '{number}の文面を、提案者が消しました。',
  'thread.withdrawn': '{number}は、提案者が取り下げました。',
  'thread.note': '{name}の内部メモ',
  'thread.arrived': '{name}のお返事が提案者に届きました。',
  'thread.question-arrived': '{name}の質問が提案者に届きました。',
  'thread.told': '{number}のお返事を、{name}が直接伝えました。',

  'task.heading': '{number} お返事を直接伝えてください',
  'task.heading-closed': '{number} 届かなかったお返事',
  'task.body':
    '{name}さんにお返事が届きませんでした。お手数ですが、{due}までに、{author}から電話などで直接伝えてください。',
  'task.no-account':
    '提案者には、チャットでお返事を送れません。お手数ですが、{due}までに、{author}から直接伝えてください。',
  'task.closed':
    '{name}さんにお返事が届きませんでした。{number}は完了しているので、伝えるかどうかは、{author}が決めてかまいません。',
  'task.reason': '届かなかった理由: {reason}',
  'task.whom': '伝える相手',
  'task.what': '伝える内容',
  'task.after': '伝えたら「伝えた」を押して、どう伝えたかを書いてください。',
  'task.bot-word':
    '{number}について、ボットからの知らせが{name}さんに届きませんでした。お返事は直接伝えてください。',
  'task.unreadable':
    '受け取ったメッセージをボットが処理できませんでした。内容は記録に残っています。ボットを設定した方に知らせてください（記録番号 {id}）。',

  'instead.desk': '次の知らせが窓口のチャンネルに届きませんでした。代わりに、ここに送ります。',
  'instead.person': '次の知らせが{name}さんに届きませんでした。代わりに、ここに送ります。',
  'instead.place':
    '次の知らせがチャンネル{place}に届きませんでした。管理者に知らせてください。代わりに、ここに送ります。',

  'missed.heading': '窓口のチャンネルに知らせが届きません',
  'missed.body':
    '窓口のチャンネルに、次の提案の知らせが届きませんでした。チャンネルが閉じられていないか、ボットが参加しているかを確かめてください。',
  'missed.body-none':
    '窓口のチャンネルに、ボットの知らせが届きませんでした。チャンネルが閉じられていないか、ボットが参加しているかを確かめてください。',
  'missed.after': '届くようになれば、半日のうちにカードが出ます。それまでは、ここに追記します。',
  'missed.all': '「未回答」と書くと、返事を待っている提案をすべて見られます。',

  'refused.not-desk': 'この操作は窓口の方だけが行えます。',
  'refused.cannot-tell':
    'ただいま、窓口の方かどうかを確認できません。少し待ってから、もう一度押してください。',
  'refused.unknown':
    'この提案は見つかりません。何も変えていません。番号が分かれば、その番号を書いてみてください。',
  'refused.outdated': '画面を表示した後に変わったところがあるため、何も変えていません。',
  'refused.draft-kept': '書いた文は、まだ送っていません。24時間とってあります。',
  'refused.not-sent': '書いた文は送っていません。下に写しておきます。',
  'refused.draft-as-note': '下のボタンを押すと、書いた文を窓口の内部メモに残せます。',
  'refused.draft-in-chat': 'この画面は閉じてかまいません。続きのボタンを、メッセージでお送りしました。',
  'refused.draft-reopen': '下のボタンを押すと、書いた文の続きから始められます。',
  'refused.closed': '{number}は完了しています（{ending}）。何も変えていません。',
  'refused.ending-on-its-way':
    '{number}の結果のお返事を送っているところです。届くまで、ほかのお返事は送れません。',
  'refused.nothing-to-take': '{number}はいま、提案者のお返事を待っています。',
  'refused.already-yours': '{number}はすでにあなたが担当しています。',
  'refused.nothing-to-tell': '{number}には、直接伝える必要のあるお返事はありません。',
  'refused.not-understood': 'この操作はいまは使えません。何も変えていません。',
  'refused.empty': '「{field}」を書いてください。まだ何も送っていません。',
  'refused.now': 'いまの状態: {state}',
  'refused.now-held': 'いまの状態: {state}（{holder}の番です）',

  'unanswered.heading': '返事を待っている提案: {count}件',
  'unanswered.none': '返事を待っている提案はありません。',
  'unanswered.line': '{number} {title}｜{due}までに{owed}（{holder}）',
  'unanswered.overdue': '（期限を過ぎています）',
  'unanswered.more': 'ほかに{count}件あります。番号を書くと、その提案を見られます。',

  'register-for.offer': '訪問や電話で聞いた声を登録します。下の「代理登録する」を押してください。',
  'register-for.done': '{number}で登録しました。お返事は、{by}がご本人に直接伝える約束です。',
} as const;
