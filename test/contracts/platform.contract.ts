/**
 * What every platform has to do, as stories in the product's words. A new platform joins with its senses
 * (test/end-to-end/town-chat.ts) and a table of what it can.
 */
import { describe } from '@jest/globals';
import { deskStories } from '../end-to-end/desk.stories.js';
import type { PlatformUnderTest } from '../end-to-end/platform-under-test.js';
import { proposerStories } from '../end-to-end/proposer.stories.js';
import { reminderStories } from '../end-to-end/reminders-and-digest.stories.js';
import { routingStories } from '../end-to-end/routing.stories.js';
import { wordStories } from '../end-to-end/words.stories.js';

export function platformContract(platform: PlatformUnderTest): void {
  describe(`${platform.name}: proposers`, () => {
    proposerStories(platform);
  });
  describe(`${platform.name}: where a text belongs`, () => {
    routingStories(platform);
  });
  describe(`${platform.name}: the desk`, () => {
    deskStories(platform);
  });
  describe(`${platform.name}: reminders and digest`, () => {
    reminderStories(platform);
  });
  describe(`${platform.name}: words`, () => {
    wordStories(platform);
  });
}
