/** 週のまとめ: numbers, headlines and counts; never a name or anybody's own words. */
export const digest = {
  'digest.heading': '{municipality} 提案のまとめ（{from}〜{to}）',
  'digest.quiet':
    '{municipality} 提案のまとめ（{from}〜{to}）: 新しい提案も、返事を待っている提案もありませんでした。思いついたことがあれば、やまびこへのメッセージに一文でどうぞ。',
  'digest.new': '新しい提案: {count}件',
  'digest.answered': 'お返事した提案: {count}件',
  'digest.ended': '結果が出た提案: {count}件',
  'digest.ended-line': '{number} {title}｜{ending}',
  'digest.line': '{number} {title}',
  'digest.unheadlined': '（見出しはまだありません）',
  'digest.unanswered': '最初のお返事を待っている提案: {count}件（最も長いもので{days}営業日）',
  'digest.none-unanswered': '最初のお返事を待っている提案: 0件',
  'digest.in-time': '期限までにお返事できた割合: {share}％（{count}件のうち）',
  'digest.invite': '困っていること、やめたいことがあれば、やまびこへのメッセージに一文で書いてください。',
} as const;
