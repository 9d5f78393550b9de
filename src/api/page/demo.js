// The pause of a demo. A server that is none has no such button.
import { at, here, say } from './screen.js';
import { ask } from './talk.js';

/** Whether plant time stands; null where the server is no demo. @type {boolean | null} */
let paused = null;

/** Says on the button what it would do. */
export function label() {
  at('pause').hidden = paused === null;
  at('pause').textContent = paused ? say().goOn : say().pause;
}

/** Asks whether this is a demo; for whoever has just signed in. */
export async function look() {
  const clock = await ask('/clock', { lang: here.lang }).catch(() => null);
  paused = clock?.demo ? clock.demo.paused : null;
  label();
}

/** Takes the button away again. */
export function forget() {
  paused = null;
  label();
}

/** Lets plant time stand, or go on. What fails leaves it as it was: the page says itself when nobody answers. */
export async function toggle() {
  const told = await ask('/demo', { lang: here.lang, method: 'PUT', body: { paused: !paused } }).catch(() => null);
  if (told) paused = told.paused;
  label();
}
