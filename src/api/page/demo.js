// The pause of a demo. A server that is none has no such button.
import { at, here } from './screen.js';
import { ask } from './talk.js';

/** Whether plant time stands; null where the server is no demo. @type {boolean | null} */
let paused = null;

/** Whether somebody let plant time stand. */
export const isPaused = () => paused === true;

/** Shows what can be done: whoever stood on the one button stands on the other. */
function show() {
  const held = [at('pause'), at('go-on')].some(one => one === document.activeElement);
  at('pause').hidden = paused !== false;
  for (const id of ['paused', 'go-on']) at(id).hidden = paused !== true;
  if (held) at(paused ? 'go-on' : 'pause').focus({ preventScroll: true });
}

/** Asks how it goes, or whether this is a demo at all. */
export async function look() {
  const clock = await ask('/clock', { lang: here.lang }).catch(() => null);
  if (clock) paused = clock.demo ? clock.demo.paused : null;
  show();
}

/** The same again, where it is a demo: somebody else may have let it stand. */
export async function lookAgain() {
  if (paused !== null) await look();
}

/** Takes the buttons away again. */
export function forget() {
  paused = null;
  show();
}

/** Lets plant time stand, or go on. What fails leaves it as it was: the page says itself when nobody answers. */
export async function toggle() {
  const told = await ask('/demo', { lang: here.lang, method: 'PUT', body: { paused: !paused } }).catch(() => null);
  if (told) paused = told.paused;
  show();
}
