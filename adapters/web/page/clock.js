/** The town clock: promises are counted in it, and here it can be moved forward. */
import { advanceClock, readClock } from './api.js';
import { cannotMoveClock, clockFailed, clockText, movedClock, movingClock } from './words.js';

const shown = document.getElementById('clock-now');
const status = document.getElementById('clock-status');
const buttons = [...document.querySelectorAll('#clock-buttons button')];
let aheadMs = null;
let isMoving = false;

function show() {
  if (aheadMs === null) return;
  const now = new Date(Date.now() + aheadMs);
  shown.dateTime = now.toISOString();
  shown.textContent = clockText(now);
}

function set({ now }) {
  aheadMs = new Date(now) - Date.now();
  show();
}

/** Left as it is when nobody answers: the next connection reads it again. */
export const refreshClock = () => readClock().then(set, () => undefined);

async function advance(text) {
  if (isMoving) return;
  isMoving = true;
  for (const button of buttons) button.setAttribute('aria-disabled', 'true');
  status.textContent = movingClock;
  try {
    set(await advanceClock(text));
    status.textContent = movedClock(shown.textContent);
  } catch (error) {
    status.textContent = error.status === 409 ? cannotMoveClock : clockFailed;
    await refreshClock();
  } finally {
    isMoving = false;
    for (const button of buttons) button.removeAttribute('aria-disabled');
  }
}

export function startClock() {
  for (const button of buttons) button.addEventListener('click', () => advance(button.dataset.advance));
  setInterval(show, 5000);
}
