// What would help a line: tried by the server when somebody asks, told with what it gains and whom it costs. What was
// found for a line stays until it is asked again, whatever the board does meanwhile.
import { percent } from './odds.js';
import { button, dayWords, here, make, nameOf, say, timeWords } from './screen.js';
import { Trouble } from './talk.js';

/**
 * What was found last, for which line and in which language.
 * @type {{ name: string, lang: string, busy: boolean, wrong: string, told: any }}
 */
const last = { name: '', lang: '', busy: false, wrong: '', told: null };

/** A day, or the one before and the one after, each unbroken. @param {string | null} was @param {string | null} is */
function moved(was, is) {
  const entry = make('dd');
  const day = (/** @type {string | null} */ at) => make('span', dayWords(at), 'day');
  if (was !== is) entry.append(day(was), ' → ');
  entry.append(day(is));
  return entry;
}

/** The days of a standing, each before and after. @param {any} before @param {any} after */
function days(before, after) {
  const list = make('dl', null, 'shares');
  for (const [term, key] of [['50 %', 'p50'], ['80 %', 'p80'], ['95 %', 'p95']]) {
    const pair = make('div');
    pair.append(make('dt', say().surely(term)), moved(before ? before[key] : after[key], after[key]));
    list.append(pair);
  }
  return list;
}

/** @param {any} other @param {(line: string, before: string, after: string) => string} words */
const shift = (other, words) => words(other.line, percent(other.odds.before), percent(other.odds.after));

/** Whom it costs, and whom it helps besides. @param {any} found */
function others(found) {
  const words = say();
  const list = make('ul');
  if (!found.falls.length) list.append(make('li', words.costsNobody));
  for (const fall of found.falls) {
    list.append(make('li', shift(fall, fall.hurt ? words.hurts : words.loses), fall.hurt ? 'is-late' : ''));
  }
  for (const gain of found.gains) list.append(make('li', shift(gain, words.alsoHelps)));
  return list;
}

/** @param {any} found */
function remedy(found) {
  const words = say();
  const entry = make('li', null, 'remedy');
  entry.append(make('b', found.text));
  const [before, after] = [found.before, found.after];
  if (typeof before?.chance === 'number' && typeof after?.chance === 'number') {
    entry.append(make('p', words.inTime(percent(before.chance), percent(after.chance)), 'gain'));
  }
  if (after) entry.append(days(before, after));
  if (found.rest) entry.append(make('p', words.restLater(dayWords(found.rest.p80))));
  entry.append(others(found));
  if (found.how.length) {
    const more = make('details');
    const steps = make('ol');
    for (const step of found.how) {
      const said = make('li', `${step.text} `);
      if (step.request) said.append(make('code', `${step.request.method} ${step.request.path}`));
      steps.append(said);
    }
    more.append(make('summary', words.howTo), steps);
    entry.append(more);
  }
  return entry;
}

/**
 * The part of an explanation that says what would help.
 * @param {any} item
 * @param {() => Promise<any>} ask
 */
export function help(item, ask) {
  const part = make('section', null, 'help ground');
  const name = nameOf(item);
  if (last.name !== name || last.lang !== here.lang) Object.assign(last, { name, lang: here.lang, busy: false, wrong: '', told: null });
  const fill = () => {
    const words = say();
    const title = make('h3', words.help);
    title.tabIndex = -1;
    part.replaceChildren(title);
    const said = make('p', last.busy ? words.trying : last.wrong || last.told?.answer || words.helpLead, last.wrong ? 'wrong' : '');
    said.setAttribute('role', 'status');
    part.append(said);
    if (last.told) {
      const list = make('ol', null, 'remedies');
      list.append(...last.told.items.map(remedy));
      part.append(list, make('p', `${words.asOf} ${timeWords(last.told.as_of.at)}`, 'whose'));
    }
    const act = /** @type {HTMLButtonElement} */ (button(last.told || last.wrong ? words.again : words.helpTry, attempt));
    act.disabled = last.busy;
    part.append(act);
  };
  const attempt = async () => {
    Object.assign(last, { busy: true, wrong: '', told: null });
    fill();
    const asked = { name, lang: here.lang };
    let [told, wrong] = [null, ''];
    try {
      told = await ask();
    } catch (trouble) {
      if (!(trouble instanceof Trouble)) throw trouble;
      wrong = trouble.title || say().helpFailed;
    }
    if (last.name !== asked.name || last.lang !== asked.lang) return;
    Object.assign(last, { busy: false, wrong, told });
    // The panel may have been filled anew meanwhile: what stands there now is filled, not what stood there then.
    shown?.();
    /** @type {HTMLElement | null} */ (document.querySelector('#why .help h3'))?.focus({ preventScroll: true });
  };
  shown = fill;
  fill();
  return part;
}

/** Fills the part that is on the screen. @type {(() => void) | undefined} */
let shown;
