// The explanation of a line: consecutive stretches from the order to the day that was promised or asked for.
// It shows what the API told and adds nothing but the split at the plan's instant.
import { button, dayOf, dayWords, here, lateness, make, nameOf, planned, say, span } from './screen.js';

/** Colours: kinds that mean the same to a reader share one. */
const TONES = /** @type {Record<string, string>} */ ({
  processing: 'work', setup: 'work', rework: 'work', inspection: 'work', outside: 'away', move: 'away',
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

/** @param {any} told @returns {Step[]} */
function steps(told) {
  const words = say();
  const own = told.stages.map((/** @type {any} */ stage) => ({
    kind: stage.kind,
    head: stage.kind_words,
    text: stage.text,
    note: [
      stage.closed_seconds && stage.kind !== 'closed' ? words.closed(span(stage.closed_seconds)) : '',
      stage.setup_seconds ? words.setup(span(stage.setup_seconds)) : '',
    ].filter(Boolean).join(' · '),
    from: dayOf(stage.from),
    seconds: stage.seconds,
    past: Date.parse(stage.to) <= Date.parse(told.as_of.at),
  }));
  return [...own, ...onTheWay(told)];
}

/** @param {string} kind */
const tone = kind => `k-${TONES[kind] || 'away'}`;

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
  const over = (Date.parse(told.as_of.at) - start) / 1000 / whole;
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
  /** @param {string} term @param {string} text @param {string} [className] */
  const fact = (term, text, className) => {
    const pair = make('div');
    pair.append(make('dt', term), make('dd', text, className));
    list.append(pair);
  };
  fact(words.promise, dayWords(item.promise_date));
  fact(words.ships, dayWords(item.ship_day));
  if (item.basis === 'arrival') fact(words.arrives, dayWords(item.arrival_day));
  const [text, className] = lateness(item);
  fact(words.lateness, text, className);
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
 * @param {{ told?: any, wrong?: string, close: () => void, other: (name: import('./screen.js').Name) => void }} how
 */
export function tell(panel, item, { told, wrong, close, other }) {
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
  if (told.answer) panel.append(make('p', told.answer, 'answer'));
  if (told.waits_for) panel.append(together(told.waits_for, other));
  const way = steps(told);
  if (!way.length) panel.append(make('p', words.noWay, 'answer'));
  else {
    panel.append(bar(way, told));
    const past = way.filter(step => step.past);
    if (past.length) panel.append(...group(words.past, past));
    panel.append(...group(words.ahead, way.filter(step => !step.past)), end(told));
    const totals = told.totals.map((/** @type {any} */ total) => `${total.kind_words} ${span(total.seconds)}`);
    panel.append(make('p', `${words.totals}${here.lang === 'zh' ? '：' : ': '}${totals.join(' · ')}`, 'totals'));
  }
  panel.append(ground(told));
}

/** @param {import('./screen.js').Name} name @param {(name: import('./screen.js').Name) => void} other */
function together(name, other) {
  const line = make('p', null, 'answer');
  const [before, after] = say().together('\n').split('\n');
  line.append(before, button(nameOf(name), () => other(name), 'open'), after);
  return line;
}
