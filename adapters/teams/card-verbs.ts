/** The verbs of our cards that are no intents of the heart: what renders a card writes them, what reads a press knows them. */

/** Of the button that presses what was chosen in a card's menu, and the id of the menu's input. */
export const menuVerb = 'more';

/** Of [やめる], which puts a form away again. Nothing is done and nothing is stored. */
export const closeVerb = 'form.close';
