// The plain page: signs in, shows the board as it moves, and explains a line. It computes no date: the API does.
import * as calls from './calls.js';
import { forget, isPaused, look, lookAgain, toggle } from './demo.js';
import { percent, stands } from './odds.js';
import { at, button, dayWords, field, here, make, nameOf, planned, say, timeWords } from './screen.js';
import * as states from './states.js';
import { Stream, Trouble, ask } from './talk.js';
import { tell } from './why.js';

/** Lines of a page, and the most that the API gives at once. */
const PAGE = 200;
const MOST = 1000;
/** Plans that follow each other closely are looked at once. */
const SETTLE = 120;
/** Until a server that did not answer is asked again. */
const RETRY = 2000;

const state = {
  /** @type {any} */ me: null,
  /** @type {any[]} */ items: [],
  /** @type {string | null} */ next: null,
  /** @type {any} */ summary: null,
  /** @type {any} */ odds: null,
  /** @type {string | null} */ chosen: null,
  /** @type {any} */ told: null,
  /** Planned days before the last change. @type {Map<string, string | null>} */ before: new Map(),
  /** Which lines are shown: '' for all, else as the API names them. */ show: '',
  /** The one order that was asked for, by the link of a message; '' for all. */ order: '',
  plan: '', live: false, reading: false, again: false,
  /** @type {ReturnType<typeof setTimeout> | undefined} */ timer: undefined,
};
/** Rows that are shown, with all that is shown on each. @type {Map<string, { shown: string, node: HTMLElement }>} */
const rows = new Map();
const narrow = matchMedia('(max-width: 1240px)');

/** @param {string} path @param {{ method?: string, body?: unknown }} [how] */
const question = (path, how) => ask(path, { lang: here.lang, ...how });

const stream = new Stream({
  news: () => {
    clearTimeout(state.timer);
    state.timer = setTimeout(() => {
      lookAgain().then(alive);
      readAll();
    }, SETTLE);
  },
  up: () => {
    live(true);
    lookAgain().then(alive);
    readAll();
  },
  // Whoever was signed out meanwhile is told so by the next look; a server that is away, too.
  down: () => {
    live(false);
    readAll();
  },
});

/** Whether the page hears what happens as it happens. @param {boolean} is */
function live(is) {
  state.live = is;
  alive();
}

/** Says whether the page is live, and whether anything can happen at all. */
function alive() {
  const stopped = state.live && isPaused();
  at('live').textContent = !state.live ? say().waiting : stopped ? say().paused : say().live;
  at('live').classList.toggle('is-off', !state.live);
  at('live').classList.toggle('is-paused', stopped);
}

/** Whether the server answers. @param {boolean} is */
function connected(is) {
  at('offline').hidden = is;
}

/** Words that stand still. */
function words() {
  document.documentElement.lang = here.lang === 'zh' ? 'zh-CN' : 'en';
  const all = /** @type {Record<string, unknown>} */ (say());
  for (const node of document.querySelectorAll('[data-say]')) {
    node.textContent = String(all[/** @type {HTMLElement} */ (node).dataset.say || '']);
  }
  at('lang').textContent = say().other;
  at('lang').lang = here.lang === 'en' ? 'zh' : 'en';
  field('find').placeholder = say().find;
  at('sums').setAttribute('aria-label', say().which);
  alive();
}

/** @param {string} key @param {string | null | undefined} day @param {string} label */
function dateCell(key, day, label) {
  const cell = make('td', null, `date ${key}`);
  cell.dataset.label = label;
  cell.append(make('span', dayWords(day)));
  return cell;
}

/** @param {any} item */
function row(item) {
  const line = make('tr');
  line.dataset.name = nameOf(item);
  const head = make('td', null, 'name');
  const open = button(nameOf(item), () => explain(item), 'open');
  open.setAttribute('aria-controls', 'why');
  head.append(open, make('small', item.customer_name || item.customer));
  const what = make('td', item.item, 'item');
  what.append(make('small', item.description || ''));
  const arrival = item.basis === 'arrival';
  const when = dateCell('planned', planned(item), arrival ? say().arrives : say().ships);
  if (arrival && planned(item)) when.append(make('small', say().atCustomer));
  const was = state.before.get(nameOf(item));
  if (was !== undefined && was !== planned(item)) {
    line.classList.add('is-moved');
    when.append(make('small', say().was(dayWords(was)), 'was'));
  }
  const [text, tone, below] = stands(item);
  const against = make('td', null, `number against ${tone}`);
  if (item.odds?.standing && item.odds.standing !== 'missed' && item.ship_day) against.dataset.label = say().onTime;
  against.append(make('b', text));
  if (below) against.append(make('small', below));
  const waits = make('td', null, 'waits');
  if (item.cause) waits.append(make('b', item.cause.kind_words), ` ${item.cause.text}`);
  if (item.leaves_with) waits.append(make('small', say().leavesWith(nameOf(item.leaves_with))));
  line.append(head, what, make('td', leftOf(item), 'number open-quantity'), dateCell('promise', item.promise_date, say().promise),
    when, against, waits);
  line.addEventListener('click', event => {
    if (!(event.target instanceof HTMLButtonElement)) explain(item);
  });
  mark(line);
  return line;
}

/** The row of a line: the same as before if nothing on it has changed. @param {any} item */
function rowFor(item) {
  const name = nameOf(item);
  const told = { ...item, odds: stands(item) };
  const shown = JSON.stringify([here.lang, here.at.slice(0, 4), state.before.get(name), told]);
  const known = rows.get(name);
  if (known?.shown === shown) return known.node;
  const node = row(item);
  rows.set(name, { shown, node });
  return node;
}

/** Puts rows in their places; nothing moves under a hand where nothing has changed. @param {HTMLElement[]} nodes */
function place(nodes) {
  const present = at('rows').children;
  if (nodes.length === present.length && nodes.every((node, index) => node === present[index])) return;
  at('rows').replaceChildren(...nodes);
}

/** What is still to leave, exact to the last of six places. @param {any} item */
function leftOf(item) {
  const left = Number(item.quantity) - Number(item.shipped);
  return String(Math.round(left * 1e6) / 1e6);
}

/** @param {HTMLElement} line */
function mark(line) {
  const chosen = line.dataset.name === state.chosen;
  line.classList.toggle('is-chosen', chosen);
  line.querySelector('.open')?.setAttribute('aria-expanded', String(chosen));
}

/** @param {string | null | undefined} name */
const rowOf = name => [...document.querySelectorAll('#rows tr')].find(line => /** @type {HTMLElement} */ (line).dataset.name === name);
/** @param {string | null | undefined} name */
const buttonOf = name => /** @type {HTMLElement | null | undefined} */ (rowOf(name)?.querySelector('.open'));

/** What all promises together are told in: by their odds as soon as there are any, by the plan until then. */
function headline() {
  const { summary, odds } = state;
  const words = say();
  if (!summary.lines) return words.titleNone;
  if (!summary.promised) return words.titleOpen;
  if (!odds) return summary.late ? words.titleLate(summary.late) : words.titleOnPlan;
  if (odds.unlikely) return words.titleUnlikely(odds.unlikely);
  if (odds.at_risk) return words.titleAtRisk(odds.at_risk);
  return odds.missed ? words.titleMissed(odds.missed) : words.titleLikely;
}

/** What stands behind the headline. */
function behind() {
  const { summary, odds } = state;
  const words = say();
  const said = [];
  if (odds && summary.promised) {
    if (odds.missed && (odds.unlikely || odds.at_risk)) said.push(words.over(odds.missed));
    said.push(words.addsUp(Math.round(odds.expected_misses), odds.promised), words.onPlan(summary.late));
  } else if (summary.promised) said.push(words.noOdds);
  if (summary.undated) said.push(words.undated(summary.undated));
  return said.join(here.lang === 'zh' ? '' : ' ');
}

/** What the lines that are shown have in common. */
function meaning() {
  const words = say();
  const asked = state.odds && Object.entries(state.odds.thresholds).map(([tier, share]) => `${tier}\u00a0${percent(Number(share))}`);
  if (state.show === 'none') return words.meansNone;
  if (state.show === 'missed') return words.isOver;
  if (state.show === 'unlikely') return asked ? words.meansUnlikely : words.meansLate;
  return state.show === 'at-risk' && asked ? words.meansAtRisk(asked.join(here.lang === 'zh' ? '、' : ', ')) : '';
}

function figures() {
  const { summary, odds } = state;
  const words = say();
  at('board-title').textContent = headline();
  at('behind').textContent = behind();
  at('meaning').textContent = meaning();
  const counts = /** @type {Record<string, number>} */ ({
    '': summary.lines, missed: odds?.missed, unlikely: odds?.unlikely ?? summary.late, 'at-risk': odds?.at_risk, none: summary.lines - summary.promised,
  });
  for (const one of showers()) {
    const shown = one.dataset.show || '';
    one.children[0].textContent = String(counts[shown] ?? '–');
    one.classList.toggle('is-none', !counts[shown]);
    one.setAttribute('aria-pressed', String(shown === state.show));
    if (shown === 'unlikely') one.children[1].textContent = odds ? words.unlikely : words.late;
    // Without odds the plan counts what is late, and nothing is known of risks.
    if (['missed', 'at-risk'].includes(shown)) one.hidden = !odds && state.show !== shown;
  }
  const now = at('now');
  now.hidden = false;
  now.replaceChildren(`${words.asOf} `, make('time', timeWords(here.at)), ` ${words.plantTime} (${here.zone.replaceAll('_', ' ')})`);
}

/** The counts of the headline: each shows its lines. */
const showers = () => /** @type {HTMLElement[]} */ ([...document.querySelectorAll('#sums button')]);

/** Shows other lines. @param {string} which */
function choose(which) {
  if (state.show === which) return;
  Object.assign(state, { show: which, items: [], next: null });
  keep();
  figures();
  read();
}

/** Keeps what is looked for in the address: whoever loads the page again, or is given its address, sees the same. */
function keep() {
  const address = new URL(location.href);
  const find = state.order ? '' : field('find').value.trim();
  for (const [name, value] of [['order', state.order], ['find', find], ['show', state.show]]) {
    if (value) address.searchParams.set(name, value);
    else address.searchParams.delete(name);
  }
  if (address.href !== location.href) history.replaceState(null, '', address);
}

/** Looks for what the address says. */
function recall() {
  const { searchParams } = new URL(location.href);
  const show = searchParams.get('show') ?? '';
  state.order = searchParams.get('order') ?? '';
  field('find').value = state.order || (searchParams.get('find') ?? '');
  state.show = showers().some(one => one.dataset.show === show) ? show : '';
}

/** Shows what has been read. */
function show() {
  keep();
  if (!state.summary) return;
  figures();
  const sought = field('find').value.trim().toLowerCase();
  /** @param {any} item */
  const fits = item => !sought || [nameOf(item), item.customer, item.customer_name, item.item, item.description]
    .some(text => text && text.toLowerCase().includes(sought));
  const found = state.items.filter(fits);
  // Rows that changed are made anew: whoever stands on one stays there.
  const held = document.activeElement?.closest('#rows tr');
  const name = held instanceof HTMLElement ? held.dataset.name : null;
  place(found.map(rowFor));
  if (name) buttonOf(name)?.focus({ preventScroll: true });
  at('more').hidden = !state.next;
  const none = state.summary.lines === 0;
  at('filter').hidden = none;
  at('sums').hidden = none;
  at('table').hidden = !found.length;
  at('board').setAttribute('aria-busy', 'false');
  if (found.length) at('state').replaceChildren();
  else if (none) states.empty(at('state'));
  else states.nothing(at('state'), state.items.length ? say().nothing(state.items.length) : say().noneSo, clear);
}

/** Looks for what is typed: among all orders, once that is another one than was asked for. */
function seek() {
  if (state.order && field('find').value.trim() !== state.order) {
    Object.assign(state, { order: '', items: [], next: null });
    read();
  }
  show();
}

function clear() {
  field('find').value = '';
  seek();
  choose('');
  show();
  field('find').focus();
}

/** Reads all that whoever is signed in may see. */
function readAll() {
  read();
  calls.look().then(() => {
    if (!state.me?.rights.includes('read-orders')) connected(true);
  }, trouble);
}

/** Reads the board; once more afterwards if something happened meanwhile. @param {boolean} [more] */
async function read(more = false) {
  if (!state.me?.rights.includes('read-orders')) return;
  if (state.reading) {
    state.again = true;
    return;
  }
  state.reading = true;
  if (!state.summary) {
    at('board').setAttribute('aria-busy', 'true');
    at('board-title').textContent = say().board;
    at('table').hidden = true;
    at('filter').hidden = true;
    if (!at('state').hasChildNodes()) states.loading(at('state'));
  }
  try {
    const which = state.show ? `&promise=${state.show}` : '';
    const limit = more ? PAGE : Math.min(MOST, Math.max(PAGE, state.items.length));
    const after = more && state.next ? `&after=${encodeURIComponent(state.next)}` : '';
    const { show: asked, order } = state;
    const one = order ? `&order=${encodeURIComponent(order)}` : '';
    const board = await question(`/board?limit=${limit}${which}${one}${after}`);
    // Whoever chose other lines meanwhile is not shown these.
    if (asked !== state.show || order !== state.order) state.again = true;
    else if (state.me) take(board, more);
  } catch (wrong) {
    trouble(wrong);
  } finally {
    state.reading = false;
    if (state.again) {
      state.again = false;
      read();
    }
  }
}

/** @param {any} board @param {boolean} more */
function take(board, more) {
  connected(true);
  const before = new Map(state.items.map(item => [nameOf(item), planned(item)]));
  const moved = more ? [] : board.items.filter((/** @type {any} */ item) =>
    before.has(nameOf(item)) && before.get(nameOf(item)) !== planned(item));
  if (moved.length) {
    state.before = new Map(moved.map((/** @type {any} */ item) => [nameOf(item), before.get(nameOf(item)) ?? null]));
    at('news').textContent = say().changed(moved.length);
  }
  state.items = more ? state.items.concat(board.items) : board.items;
  state.next = board.next;
  state.summary = board.summary;
  state.odds = board.odds;
  here.zone = board.as_of.zone;
  const plan = `${board.as_of.at} ${board.as_of.position}`;
  const newer = state.plan !== plan;
  state.plan = plan;
  here.at = board.as_of.at;
  show();
  // An explanation is as of a plan: a new plan makes a new one.
  if (state.chosen && newer) explainAgain();
}

/** @param {unknown} wrong */
function trouble(wrong) {
  const found = wrong instanceof Trouble ? wrong : null;
  if (!found) throw wrong;
  if (found.status === 401) return leave(true);
  if (found.unreachable) {
    connected(false);
    clearTimeout(state.timer);
    state.timer = setTimeout(readAll, RETRY);
    return;
  }
  states.failed(at('state'), found, () => read());
}

/** Closes the explanation; who opened it stands on its line again. */
function shut() {
  const line = buttonOf(state.chosen);
  state.chosen = null;
  state.told = null;
  at('why').hidden = true;
  for (const node of document.querySelectorAll('#rows tr')) mark(/** @type {HTMLElement} */ (node));
  line?.focus({ preventScroll: true });
}

/** @param {any} item */
async function explain(item) {
  state.chosen = nameOf(item);
  state.told = null;
  for (const node of document.querySelectorAll('#rows tr')) mark(/** @type {HTMLElement} */ (node));
  at('why').hidden = false;
  fill(item, {});
  at('why').scrollTop = 0;
  at('why-title').focus({ preventScroll: true });
  if (narrow.matches) rowOf(state.chosen)?.scrollIntoView({ block: 'start' });
  await reason(item);
}

/** The same line again, for a newer plan or another language. */
function explainAgain() {
  const item = state.items.find(found => nameOf(found) === state.chosen) ?? state.told?.forecast;
  if (item) reason(item);
}

/** The address of a line. @param {any} item @param {string} [schedule] */
const lineOf = (item, schedule = '') =>
  `/sales-orders/${encodeURIComponent(item.order)}/lines/${encodeURIComponent(item.line + schedule)}`;

/** @param {any} item */
async function reason(item) {
  const schedule = item.schedule ? `?schedule=${encodeURIComponent(item.schedule)}` : '';
  try {
    const told = await question(`${lineOf(item)}/explanation${schedule}`);
    if (state.chosen !== nameOf(item)) return;
    state.told = told;
    fill(item, { told });
  } catch (wrong) {
    if (!(wrong instanceof Trouble)) throw wrong;
    if (wrong.status === 401) return leave(true);
    if (wrong.unreachable) connected(false);
    if (state.chosen !== nameOf(item)) return;
    if (wrong.status === 404) fill(item, { wrong: say().gone });
    else if (!state.told) fill(item, { wrong: wrong.title || say().unexplained });
  }
}

/** @param {any} item @param {{ told?: any, wrong?: string }} what */
function fill(item, what) {
  const panel = at('why');
  const within = panel.contains(document.activeElement);
  const place = panel.scrollTop;
  tell(panel, item, {
    ...what,
    close: shut,
    remedies: () => question(`${lineOf(item, item.schedule ? `.${item.schedule}` : '')}/remedies`),
    other: name => {
      const found = state.items.find(line => nameOf(line) === nameOf(name));
      explain(found || { ...name, customer: item.customer, customer_name: item.customer_name, item: '', description: '' });
    },
  });
  panel.scrollTop = place;
  if (within) at('why-title').focus({ preventScroll: true });
}

/** @param {'door' | 'refused' | 'board'} section */
function only(section) {
  for (const id of ['door', 'refused', 'board']) at(id).hidden = id !== section;
  at('out').hidden = section === 'door';
  at('live').hidden = section === 'door' || section === 'refused' && !state.me.rights.includes('read-work');
  if (section !== 'board') at('now').hidden = true;
}

/** @param {any} me */
function enter(me) {
  state.me = me;
  at('tablets').hidden = !['administer', 'lead-floor'].some(right => me.rights.includes(right));
  look().then(alive);
  calls.enter(me, trouble);
  const reads = me.rights.includes('read-orders');
  only(reads ? 'board' : 'refused');
  if (!reads) states.refused(at('refused'), me, () => signOut());
  read();
  if (reads || me.rights.includes('read-work')) stream.open();
}

/** Back to the door. @param {boolean} ended Whether that was not the reader's own wish. */
function leave(ended) {
  stream.close();
  forget();
  calls.forget();
  Object.assign(state, { me: null, items: [], next: null, summary: null, chosen: null, told: null, before: new Map() });
  for (const id of ['why', 'tablets']) at(id).hidden = true;
  rows.clear();
  for (const id of ['rows', 'state', 'behind', 'meaning']) at(id).replaceChildren();
  for (const one of showers()) one.children[0].textContent = '';
  at('news').textContent = '';
  at('ended').hidden = !ended;
  at('offline').hidden = true;
  only('door');
  field('name').focus();
}

async function signOut() {
  try {
    await question('/session', { method: 'DELETE' });
  } catch (wrong) {
    // Whoever can't be signed out must not believe that he is.
    if (wrong instanceof Trouble && wrong.unreachable) return connected(false);
  }
  leave(false);
}

/** @param {SubmitEvent} event */
async function signIn(event) {
  event.preventDefault();
  const wrong = at('wrong');
  const send = field('enter');
  wrong.hidden = true;
  send.disabled = true;
  send.textContent = say().signingIn;
  try {
    await question('/session', { method: 'POST', body: { name: field('name').value, password: field('password').value } });
    field('password').value = '';
    at('ended').hidden = true;
    enter(await question('/me'));
    at('main').focus();
  } catch (found) {
    if (!(found instanceof Trouble)) throw found;
    const words = say();
    wrong.textContent = found.unreachable ? words.offlineTitle : [found.title || words.failed, found.detail].filter(Boolean).join(' ');
    wrong.hidden = false;
  } finally {
    send.disabled = false;
    send.textContent = say().signIn;
  }
}

function otherLanguage() {
  here.lang = here.lang === 'en' ? 'zh' : 'en';
  localStorage.setItem('lang', here.lang);
  words();
  at('news').textContent = '';
  at('wrong').hidden = true;
  if (!state.me) return;
  calls.words();
  if (!at('refused').hidden) return states.refused(at('refused'), state.me, () => signOut());
  show();
  read();
  if (state.chosen) explainAgain();
}

/** Up and down go from line to line. @param {KeyboardEvent} event */
function keys(event) {
  if (event.key === 'Escape' && state.chosen) return shut();
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  const line = document.activeElement?.closest('#rows tr');
  if (!step || !line) return;
  event.preventDefault();
  const next = step > 0 ? line.nextElementSibling : line.previousElementSibling;
  /** @type {HTMLElement | null | undefined} */ (next?.querySelector('.open'))?.focus();
}

/** Asks who is there until somebody answers. */
async function begin() {
  try {
    enter(await question('/me'));
  } catch (wrong) {
    if (!(wrong instanceof Trouble)) throw wrong;
    if (wrong.status === 401) return leave(false);
    connected(false);
    setTimeout(begin, RETRY);
  }
}

field('form').addEventListener('submit', event => signIn(/** @type {SubmitEvent} */ (event)));
at('out').addEventListener('click', signOut);
for (const id of ['pause', 'go-on']) at(id).addEventListener('click', () => toggle().then(alive));
at('lang').addEventListener('click', otherLanguage);
at('find').addEventListener('input', seek);
for (const one of showers()) one.addEventListener('click', () => choose(one.dataset.show || ''));
at('more').addEventListener('click', () => read(true));
document.addEventListener('keydown', keys);
recall();
words();
begin();
