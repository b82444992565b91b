/** Names of states, endings and duties, and the words of a person's role. */
export const names = {
  'state.received': '受付',
  'state.considering': '検討中',
  'state.asked-proposer': '確認中（提案者のお返事待ち）',
  'state.closed': '完了',

  'ending.answered': '回答済',
  'ending.declined': '不採用',
  'ending.withdrawn': '取下げ',

  'owed.first-answer': '最初のお返事',
  'owed.news': '途中経過のお知らせ',
  'owed.reply': '提案者からのお返事',
  'owed.deliver': '届かなかったお返事の伝達',

  'person.anonymous': '匿名',
  'person.unnamed': '名前は聞いていません',
  'person.of-section': '{section}の方（名前は聞いていません）',
  'person.with-section': '{section}・{name}',
  'person.manager': '窓口の上司',
  'person.proposer': '提案者',
  'person.on-behalf': '{name}（{by}が聞き取り）',

  'mention.person': '（名前を確認できない人）',
  'mention.channel': '（名前を確認できないチャンネル）',
  'mention.group': '（名前を確認できないグループ）',
} as const;
