/** Every sentence the bot says, in Japanese. A second language is a second object with the same keys. */
import { createSay } from '../catalogue.js';
import { app } from './app.js';
import { controls } from './controls.js';
import { conversation } from './conversation.js';
import { desk } from './desk.js';
import { digest } from './digest.js';
import { names } from './names.js';
import { proposer } from './proposer.js';
import { reminders } from './reminders.js';

export const ja = {
  ...names,
  ...proposer,
  ...desk,
  ...reminders,
  ...controls,
  ...conversation,
  ...digest,
  ...app,
} as const;

export const sayInJapanese = createSay(ja);
export type Say = typeof sayInJapanese;
