/**
 * The bodies that Teams takes as the answer to an invoke. Anything else is 「問題が発生しました」 to the presser, whatever
 * the status (facts §10).
 *
 * @see https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model#response-format
 * @see https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules/task-modules-bots
 */
import type { Answered } from './reading.js';
import type { Card } from './responder.js';

const cardType = 'application/vnd.microsoft.card.adaptive';
const wordsType = 'application/vnd.microsoft.activity.message';

/** `title`: of the dialog. A card of a chat brings its own. */
export const cardAnswer = (awaits: Answered, card: Card, title: string): object =>
  awaits === 'card'
    ? { statusCode: 200, type: cardType, value: card }
    : {
        task: {
          type: 'continue',
          value: {
            title,
            height: 'medium',
            width: 'medium',
            card: { contentType: cardType, content: card },
          },
        },
      };

/** Said beside the card, which stays as it is; in a dialog, in the place of what it held. */
export const wordsAnswer = (awaits: Answered, text: string): object =>
  awaits === 'card'
    ? { statusCode: 200, type: wordsType, value: text }
    : { task: { type: 'message', value: text } };
