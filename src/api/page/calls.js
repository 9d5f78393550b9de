// Calls for help from the floor: who stands where and needs whom, for whoever may read work. A floor lead says here that
// somebody came. What is about danger stands first, then whoever has waited longest.
import { at, button, dayOf, dayWords, here, make, say, span } from './screen.js';
import { Trouble, ask } from './talk.js';

/** Calls that stand above the board at once: more would push it off the screen. */
const few = () => phone.matches ? 2 : 3;
const phone = matchMedia('(max-width: 640px)');
/** How often it is said anew for how long they wait. */
const EVERY = 30_000;

const state = {
  /** @type {any[] | null} */ calls: null,
  now: '', all: false, may: false, answers: false, board: false, reading: false, again: false,
  /** Those that were told before: what is not among them is news. @type {Set<string>} */ known: new Set(),
  /** Those that somebody is just answering. @type {Set<string>} */ busy: new Set(),
  /** @type {ReturnType<typeof setInterval> | undefined} */ timer: undefined,
};

/** @param {any} call */
const isDanger = call => call.kind === 'safety';
/** What is called for, in words. @param {any} call */
const what = call => call.reason?.[here.lang] ?? call.kind;
/** @param {any} call */
const whatWhere = call => say().calls.at(what(call), call.work_centre);

/** Who called, as far as that is written down, and at which tablet. @param {any} call */
function who(call) {
  const [kind, name] = call.made_by.split(/:(.*)/s);
  return kind === 'device' ? say().calls.tablet(name) : [name, call.device && say().calls.tablet(call.device)].filter(Boolean).join(' · ');
}

/** When it was made, on the plant's clock. @param {string} instant */
function since(instant) {
  const how = /** @type {const} */ ({ hour: '2-digit', minute: '2-digit', timeZone: here.zone });
  const time = new Intl.DateTimeFormat(here.lang === 'zh' ? 'zh-CN' : 'en-GB', how).format(new Date(instant));
  const day = dayOf(instant);
  return say().calls.since(day === dayOf(state.now) ? time : `${dayWords(day)}, ${time}`);
}

/** @param {string} name @param {...(Node | string)} inside */
function part(name, ...inside) {
  const node = make('div', null, name);
  node.append(...inside);
  return node;
}

/** @param {any} call */
function row(call) {
  const node = make('li', null, isDanger(call) ? 'is-danger' : '');
  node.dataset.id = call.id;
  const head = part('what', make('b', what(call)));
  if (isDanger(call)) {
    const sign = make('span', '!', 'sign');
    sign.setAttribute('aria-hidden', 'true');
    head.prepend(sign);
  }
  if (call.note) head.append(make('q', call.note));
  const where = part('where', make('b', call.work_centre));
  const work = call.work_order && [call.work_order, call.operation].filter(Boolean).join('/');
  const more = [call.work_centre_name, work].filter(Boolean).join(' · ');
  if (more) where.append(make('small', more));
  const waited = Math.max(0, (Date.parse(state.now) - Date.parse(call.at)) / 1000);
  node.append(head, where, part('since', make('b', waited < 60 ? say().calls.justNow : span(waited)), make('small', since(call.at))), part('who', who(call)));
  if (state.answers) {
    const busy = state.busy.has(call.id);
    const done = /** @type {HTMLButtonElement} */ (button(busy ? say().calls.answering : say().calls.answer, () => answer(call)));
    done.setAttribute('aria-label', say().calls.answerTo(whatWhere(call)));
    // Not disabled: whoever stands on it would stand nowhere.
    if (busy) done.setAttribute('aria-disabled', 'true');
    node.append(done);
  }
  return node;
}

/** Shows what was read. Whoever stands on a button stays there, or on the one that takes its place. */
function show() {
  const calls = state.calls;
  // The board needs no word that nobody calls; for whoever has no board this is the page.
  at('calls').hidden = !state.may || !calls || (!calls.length && state.board);
  if (!calls) return;
  const list = at('calls-list');
  const focused = document.activeElement instanceof HTMLElement ? document.activeElement.closest('#calls-list li') : null;
  const place = focused ? [...list.children].indexOf(focused) : -1;
  const shown = state.all ? calls : calls.slice(0, few());
  at('calls-title').textContent = calls.length ? say().calls.title(calls.length) : say().calls.none;
  at('calls').classList.toggle('is-none', !calls.length);
  at('calls-lead').textContent = calls.length ? '' : say().calls.noneText;
  list.replaceChildren(...shown.map(row));
  list.hidden = !shown.length;
  const more = at('calls-all');
  more.hidden = calls.length <= few();
  more.textContent = state.all ? say().calls.fewer : say().calls.all(calls.length);
  more.setAttribute('aria-expanded', String(state.all));
  if (place < 0) return;
  const id = /** @type {HTMLElement} */ (focused).dataset.id;
  const same = [...list.children].find(node => /** @type {HTMLElement} */ (node).dataset.id === id) ?? list.children[Math.min(place, list.children.length - 1)];
  const next = same?.querySelector('button');
  if (next instanceof HTMLElement) next.focus({ preventScroll: true });
  else at('calls-title').focus({ preventScroll: true });
}

/** Says what is new to whoever does not look. @param {any[]} calls */
function tell(calls) {
  const fresh = calls.filter(call => !state.known.has(call.id));
  if (fresh.length && state.calls) at('calls-news').textContent = fresh.map(call => say().calls.news(whatWhere(call))).join(' ');
  state.known = new Set(calls.map(call => call.id));
}

/** Reads the calls that stand; once more afterwards if something happened meanwhile. */
export async function look() {
  if (!state.may) return;
  if (state.reading) {
    state.again = true;
    return;
  }
  state.reading = true;
  try {
    const told = await ask('/floor/calls', { lang: here.lang });
    if (!state.may) return;
    const standing = told.items.filter((/** @type {any} */ call) => !call.answered_at);
    standing.sort((/** @type {any} */ a, /** @type {any} */ b) => Number(isDanger(b)) - Number(isDanger(a)) || a.at.localeCompare(b.at));
    here.zone = told.zone;
    state.now = told.now;
    const before = JSON.stringify(state.calls);
    tell(standing);
    state.calls = standing;
    wrong('');
    if (before !== JSON.stringify(standing) || standing.length) show();
  } finally {
    state.reading = false;
    if (state.again) {
      state.again = false;
      await look();
    }
  }
}

/** @param {string} text */
function wrong(text) {
  at('calls-wrong').textContent = text;
  at('calls-wrong').hidden = !text;
}

/** Says that somebody came. @param {any} call */
async function answer(call) {
  if (state.busy.has(call.id)) return;
  state.busy.add(call.id);
  show();
  let failed = '';
  try {
    await ask(`/floor/calls/${encodeURIComponent(call.id)}/answered`, { lang: here.lang, method: 'PUT', body: {} });
    state.calls = (state.calls ?? []).filter(one => one.id !== call.id);
    at('calls-news').textContent = say().calls.answered(whatWhere(call));
  } catch (trouble) {
    if (!(trouble instanceof Trouble)) throw trouble;
    failed = trouble.unreachable || !trouble.title ? say().calls.failed : [trouble.title, trouble.detail].filter(Boolean).join(' ');
  }
  state.busy.delete(call.id);
  show();
  wrong(failed);
}

/** Begins for who has signed in. @param {{ rights: string[] }} me @param {(wrong: unknown) => void} trouble */
export function enter(me, trouble) {
  state.may = me.rights.includes('read-work');
  state.answers = me.rights.includes('lead-floor');
  state.board = me.rights.includes('read-orders');
  clearInterval(state.timer);
  if (!state.may) return;
  state.timer = setInterval(() => look().catch(trouble), EVERY);
  look().catch(trouble);
}

/** The same in other words. */
export function words() {
  at('calls-news').textContent = '';
  wrong('');
  show();
}

/** Whoever was signed in has gone. */
export function forget() {
  clearInterval(state.timer);
  Object.assign(state, { calls: null, all: false, may: false, known: new Set(), busy: new Set() });
  at('calls').hidden = true;
  for (const id of ['calls-list', 'calls-news']) at(id).replaceChildren();
}

phone.addEventListener('change', show);
at('calls-all').addEventListener('click', () => {
  state.all = !state.all;
  show();
});
