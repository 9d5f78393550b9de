// The explanation of a line: consecutive stretches from the order to the day that was promised or asked for.
// It shows what the API told and adds nothing but the split at the plan's instant.
import { help } from './help.js';
import { stands, sure } from './odds.js';
import { button, dayOf, dayWords, here, lateness, make, nameOf, planned, say, span } from './screen.js';

/** Colours: kinds that mean the same to a reader share one. */
const TONES = /** @type {Record<string, string>} */ ({
  processing: 'work', setup: 'work', rework: 'work', remake: 'work', inspection: 'work', outside: 'away', move: 'away',
  dispatch: 'away', transit: 'away', queue: 'wait', material: 'material', closed: 'closed', hold: 'hold', customer: 'hold',
});

/** @typedef {{ kind: string, head: string, text: string, note: string, from: string, seconds: number, past: boolean }} Step */

/** What happens after the line has left, where the promise is about the arrival. @param {any} told @returns {Step[]} */
function onTheWay(told) {
  const { basis, ship_day: ships, arrival_day: arrives } = told.forecast;
  if (basis !== 'arrival' || !ships || !arrives || arrives <= ships) return [];
  const seconds = (Date.parse(arrives) - Date.parse(ships)) / 1000;
  const words = say();
  return [{ kind: 'transit', head: words.transit, text: words.transitText, note: '', from: ships, seconds, past: false }];
}

/** The plan's instant: it counts in whole seconds. @param {any} told */
const planOf = told => Math.floor(Date.parse(told.as_of.at) / 1000) * 1000;

/** Seconds of a kind between two instants. @param {any} told @param {string} kind @param {number} from @param {number} to */
function secondsOf(told, kind, from, to) {
  let seconds = 0;
  for (const segment of told.segments) {
    if (segment.kind !== kind) continue;
    seconds += Math.max(0, Math.min(to, Date.parse(segment.to)) - Math.max(from, Date.parse(segment.from))) / 1000;
  }
  return seconds;
}

/** A stage in which the plan's instant lies is told in two: what is behind and what is ahead. @param {any} told @returns {Step[]} */
function steps(told) {
  const words = say();
  const now = planOf(told);
  const own = told.stages.flatMap((/** @type {any} */ stage) => {
    const [from, to] = [Date.parse(stage.from), Date.parse(stage.to)];
    const pieces = from < now && now < to ? [[from, now], [now, to]] : [[from, to]];
    return pieces.map(([begin, end]) => {
      const closed = stage.kind === 'closed' ? 0 : secondsOf(told, 'closed', begin, end);
      const setup = stage.setup_seconds ? secondsOf(told, 'setup', begin, end) : 0;
      return {
        kind: stage.kind,
        head: stage.kind_words,
        text: stage.text,
        note: [closed ? words.closed(span(closed)) : '', setup ? words.setup(span(setup)) : ''].filter(Boolean).join(' · '),
        from: dayOf(new Date(begin).toISOString()),
        seconds: (end - begin) / 1000,
        past: end <= now,
      };
    });
  });
  return [...own, ...onTheWay(told)];
}

/** @param {string} kind */
const toneOf = kind => TONES[kind] || 'away';
/** @param {string} kind */
const tone = kind => `k-${toneOf(kind)}`;

/** What the colours of the bar mean, those that are in it. @param {Step[]} way */
function legend(way) {
  const list = make('ul', null, 'legend');
  for (const name of new Set(way.map(step => toneOf(step.kind)))) {
    const entry = make('li');
    entry.append(make('i', null, `k-${name}`), /** @type {Record<string, string>} */ (say().tones)[name]);
    list.append(entry);
  }
  return list;
}

/** The way as one bar, first to last, with a mark where the plan begins. @param {Step[]} way @param {any} told */
function bar(way, told) {
  const whole = way.reduce((sum, step) => sum + step.seconds, 0) || 1;
  const strip = make('div', null, 'bar');
  strip.setAttribute('aria-hidden', 'true');
  for (const step of way) {
    const part = make('i', null, tone(step.kind));
    part.style.flexGrow = String(step.seconds / whole);
    strip.append(part);
  }
  const start = told.stages[0] ? Date.parse(told.stages[0].from) : 0;
  const over = (planOf(told) - start) / 1000 / whole;
  if (start && over > 0 && over < 1) {
    const mark = make('b', say().now, over > .8 ? 'mark is-right' : 'mark');
    mark.style.left = `${100 * over}%`;
    strip.append(mark);
  }
  return strip;
}

/** @param {Step} step */
function row(step) {
  const line = make('li', null, 'step');
  line.dataset.seconds = String(step.seconds);
  const text = make('div', null, 'what');
  text.append(make('b', step.head), make('span', step.text));
  if (step.note) text.append(make('small', step.note));
  line.append(make('time', dayWords(step.from)), make('i', null, tone(step.kind)), text, make('span', span(step.seconds), 'long'));
  return line;
}

/** @param {string} title @param {Step[]} part */
function group(title, part) {
  const head = make('h3', title);
  head.append(make('span', span(part.reduce((sum, step) => sum + step.seconds, 0))));
  const list = make('ol', null, 'way');
  list.append(...part.map(row));
  return [head, list];
}

/** The day on which it ends: what all of it adds up to. @param {any} told */
function end(told) {
  const line = make('p', null, 'end');
  const { basis } = told.forecast;
  line.append(make('time', dayWords(planned(told.forecast))), make('b', basis === 'arrival' ? say().arrives : say().ships));
  return line;
}

/** @param {any} item */
function facts(item) {
  const words = say();
  const list = make('dl', null, 'facts');
  /** @param {string} term @param {string} text @param {string} [below] @param {string} [className] */
  const fact = (term, text, below, className) => {
    const [pair, told] = [make('div'), make('dd', text, className)];
    if (below) told.append(make('small', below));
    pair.append(make('dt', term), told);
    list.append(pair);
  };
  const arrival = item.basis === 'arrival';
  const [text, className] = stands(item);
  // The plan's day says how far it is from the promise; how sure that is leads, in its own colour.
  const days = item.odds?.standing ? lateness(item)[0] : '';
  fact(words.promise, dayWords(item.promise_date, true));
  fact(words.ships, dayWords(item.ship_day, true), arrival ? '' : days);
  if (arrival) fact(words.arrives, dayWords(item.arrival_day, true), days);
  fact(words.onTime, text, '', className);
  return list;
}

/** @param {any} told */
function ground(told) {
  const words = say();
  const part = make('section', null, 'ground');
  part.append(make('h3', words.rests), make('p', told.rests_on));
  if (told.improvements.length) {
    const list = make('ul');
    for (const hole of told.improvements) {
      const entry = make('li', `${hole.message} `);
      entry.append(make('span', hole.remedy));
      list.append(entry);
    }
    part.append(make('h3', words.sooner), list);
  }
  return part;
}

/**
 * Fills the panel for a line.
 * @param {HTMLElement} panel
 * @param {any} item
 * @param {{ told?: any, wrong?: string, close: () => void, other: (name: import('./screen.js').Name) => void, remedies: () => Promise<any> }} how
 */
export function tell(panel, item, { told, wrong, close, other, remedies }) {
  const words = say();
  const head = make('header');
  const title = make('h2', nameOf(item));
  title.id = 'why-title';
  title.tabIndex = -1;
  title.setAttribute('aria-label', words.why(nameOf(item)));
  head.append(title, button(words.close, close));
  panel.replaceChildren(head, make('p', [item.customer_name || item.customer, item.description || item.item].join(' · '), 'whose'));
  if (wrong) panel.append(make('p', wrong, 'wrong'));
  if (!told) {
    if (!wrong) panel.append(make('p', words.reading, 'whose'));
    return;
  }
  panel.append(facts(told.forecast));
  if (told.forecast.odds) panel.append(sure(told.forecast), help(told.forecast, remedies));
  if (told.answer) panel.append(make('p', told.answer, 'answer'));
  if (told.waits_for) panel.append(together(told.waits_for, other));
  const way = steps(told);
  if (!way.length) panel.append(make('p', words.noWay, 'answer'));
  else {
    panel.append(bar(way, told), legend(way));
    const past = way.filter(step => step.past);
    if (past.length) panel.append(...group(words.past, past));
    panel.append(...group(words.ahead, way.filter(step => !step.past)), end(told));
    const totals = told.totals.map((/** @type {any} */ total) => `${total.kind_words} ${span(total.seconds)}`);
    panel.append(make('p', `${words.totals}${here.lang === 'zh' ? '：' : ': '}${totals.join(' · ')}`, 'totals'));
  }
  if (told.supplies.length) panel.append(served(told.supplies));
  panel.append(ground(told));
}

/** What serves the line itself; what goes into that is said by the stretches. @param {any[]} supplies */
function served(supplies) {
  const part = make('section', null, 'ground serves');
  const list = make('ul');
  for (const supply of supplies.filter(found => found.depth === 0)) {
    const entry = make('li', `${Number(supply.quantity)} `);
    entry.append(make('span', supply.text));
    list.append(entry);
  }
  part.append(make('h3', say().serves), list);
  return part;
}

/** @param {import('./screen.js').Name} name @param {(name: import('./screen.js').Name) => void} other */
function together(name, other) {
  const line = make('p', null, 'answer');
  const [before, after] = say().together('\n').split('\n');
  line.append(before, button(nameOf(name), () => other(name), 'open'), after);
  return line;
}
