/** Reminders to those who owe the next word: one message a person and half day, most urgent first. */
export const reminders = {
  'reminder.heading': 'お返事をお願いします（{count}件）',
  'reminder.heading-one': 'お返事をお願いします',
  'reminder.late': 'お返事が遅れています（{count}件）',
  'reminder.late-one': 'お返事が遅れています',
  'reminder.soon': '{number} {title}｜{owed}の期限は{due}です。',
  'reminder.today': '{number} {title}｜{due}が{owed}の期限日です。',
  'reminder.overdue': '{number} {title}｜{owed}の期限（{due}）を過ぎました。提案者が待っています。',
  'reminder.overdue-manager': '{number} {title}｜{owed}の期限（{due}）を過ぎました。担当は{holder}です。',
  'reminder.since': '{since}から待っています。',
  'reminder.how-to-stop': 'お返事が届くと、お知らせは止まります。',
} as const;
