/** Puts the page together: two people look at four rooms. */
import { follow } from './api.js';
import { refreshClock, startClock } from './clock.js';
import { Panel } from './panel.js';
import { away, nameOf } from './words.js';

const panel = (id, options) => new Panel(document.getElementById(id), options);
const panels = {
  direct: panel('panel-employee', { canWrite: true }),
  desk: panel('panel-desk', { canWrite: true }),
  deskDirect: panel('panel-desk-direct', { canWrite: true }),
  all: panel('panel-all', { canWrite: false }),
};

/** Who looks, and at which rooms. */
const sides = {
  employee: (person) => [
    [panels.direct, `dm:${person}`],
    [panels.all, 'all'],
  ],
  desk: (person) => [
    [panels.desk, 'desk'],
    [panels.deskDirect, `dm:${person}`],
  ],
};

const notice = document.getElementById('away');
const awaySides = new Set();

function setAway(side, isAway) {
  if (isAway) awaySides.add(side);
  else awaySides.delete(side);
  const text = awaySides.size > 0 ? away : '';
  if (notice.textContent !== text) notice.textContent = text;
}

const stops = {};

function look(side, person) {
  stops[side]?.();
  const seen = sides[side](person);
  for (const [panel, room] of seen) void panel.open(room, person);
  if (side === 'desk') panels.deskDirect.title.textContent = `${nameOf(person)}とやまびこ`;
  stops[side] = follow(person, {
    onOpen: () => {
      setAway(side, false);
      void refreshClock();
      for (const [panel] of seen) void panel.load();
    },
    onChange: (kind, entry) => {
      for (const [panel] of seen) panel.change(kind, entry);
    },
    onAway: () => setAway(side, true),
  });
}

for (const choice of document.querySelectorAll('.choice')) {
  const { side } = choice.dataset;
  choice.addEventListener('change', (event) => look(side, event.target.value));
  look(side, choice.querySelector(':checked').value);
}
startClock();
