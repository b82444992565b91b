/**
 * The app's name and description for clients that are set to English. What the bot itself says is Japanese
 * everywhere; titles of commands are what it understands.
 */
import type { CatalogueLike } from '../catalogue.js';
import type { app } from '../ja/app.js';

export const appInEnglish = {
  'app.name': 'Yamabiko',
  'app.full-name': 'Yamabiko, proposals of members of staff',
  'app.description': 'Takes your proposals, and sees to it that each of them is answered.',
  'app.long-description':
    'Write what you noticed at work as a direct message, in one sentence, in Japanese. It gets a number at once, and you are told until when the answer comes. It reaches the people of the desk, and when an answer is late you hear that too. The app reads direct messages to itself and messages of channels that it was invited to, and nothing that members of staff write to one another. What is written is kept in the database of the municipality; the desk and its manager read it.',
  'app.about':
    'Write an idea in one sentence, in Japanese. It gets a number at once and reaches the desk. You are told until when the answer comes, and what became of it, to the end. Your proposal is read by you, the desk and its manager only; the weekly digest holds neither your name nor your text.',
  'app.shortcut': 'Make a proposal of it',
  'app.shortcut-description': 'Hands this message to the desk as a proposal.',
  'app.command-help': 'Help',
  'app.command-help-description': 'What it can do, and how (in Japanese)',
  'app.command-my-proposals': 'My proposals',
  'app.command-my-proposals-description': 'Your proposals, and what became of them',
  'app.command-unanswered': '未回答',
  'app.command-unanswered-description': 'Desk: the proposals that wait for an answer',
  'app.command-register-for': '代理登録',
  'app.command-register-for-description': 'Desk: files what somebody told you',
} as const satisfies CatalogueLike<typeof app>;
