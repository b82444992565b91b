/** What the proposer reads in direct messages about a proposal. */
export const proposer = {
  'receipt.registered': '{number}で受け付けました。ありがとうございます。',
  'receipt.answer-by': '{due}までに、{desk}の担当者がお返事します。',
  'receipt.how-counted': '期限の数え方: {explanation}',
  'receipt.who-sees':
    'この提案を読むのは、あなたと、{desk}の担当者とその上司だけです。毎週のまとめには番号と短い見出しだけが載り、お名前と本文は載りません。',
  'receipt.excerpt': '長いので、ここには始めだけを載せました。全文を受け取っています。',
  'receipt.follows': '{number}の続きとして受け付けました。',

  'files.stay':
    'ファイル（{files}）は、送った会話に残っています。{desk}が見せていただきたいときは、あなたにお尋ねします。',
  'files.only': 'ファイル「{files}」を送りました。',
  'files.between': '、',
  'files.with-size': '{name}・{size}',
  'files.unnamed': '名前のないファイル',
  'files.label': 'ファイル',
  'files.on-request':
    'ファイルは、提案者とボットの会話に残っています。開けないときは、カードの「その他」にある「提案者に質問する」で、見せてもらえるか尋ねてください。',

  'added.done': '{number}に書き足しました。',
  'added.answer-by': 'お返事の期限は{due}のままです。',
  'reply.done': '{number}へのお返事を{desk}に届けました。次は{due}までに、{holder}からお知らせします。',
  'replied-elsewhere.done': '{number}に書き足しました。{desk}が読みます。',
  'edited.done': '{number}の文面を、直したものに替えました。',
  'deleted.done':
    'メッセージが消えたので、{number}の文面を伏せました。番号とお返事の約束は、そのまま残っています。',
  'deleted.withdraw': '提案も取りやめるときは、下の「取り下げる」を押してください。',
  'withdrawn.done': '{number}を取り下げました。いつでも、また書いてください。',
  'withdrawn.reason': '理由: {reason}',
  'withdrawn.merged': '{number}の補足にまとめました。',
  'moved.made-addition': '{number}を取り下げ、{earlier}の補足にまとめました。',

  'answer.heading': '{number}へのお返事',
  'answer.from': '{name}からのお返事です。',
  'answer.next': '次は{due}までに、{holder}から途中経過をお知らせします。',
  'question.heading': '{number}について教えてください',
  'question.from': '{name}からの質問です。',
  'question.how': 'このままここに書くと、お返事になります。',
  'ending.heading': '{number}の結果: {ending}',
  'ending.from': '{name}からのお返事です。',
  'ending.thanks':
    'ご提案ありがとうございました。続けて伝えたいことがあれば、{number}と書き添えて、ここに書いてください。',
  'resent.mark': '【再送】二重に届いていたら、お許しください。',

  'late.heading': '{number}へのお返事が遅れています',
  'late.body': '{number}への{owed}の期限は{due}でしたが、まだお送りできていません。申し訳ありません。',
  'late.told': '遅れていることは、{told}に伝えました。',
  'late.both': '{holder}と{manager}',
  'late.next-report': '次は{next}に、やまびこからもう一度様子をお知らせします。',
  'nudge.body': '{number}について、{name}からの質問が届いています。お返事をお待ちしています。',
  'nudge.how': '急ぎません。お返事がなくても、提案を閉じることはありません。',
} as const;
