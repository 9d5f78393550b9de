// How sure a date is, in words: on the board and beside an explanation. Figures are the server's.
import { dayWords, lateness, make, say } from './screen.js';

/** A probability as people say it: never 0 or 100 where a future says otherwise. @param {number} share */
export function percent(share) {
  const whole = Math.round(share * 100);
  if (share > 0 && whole === 0) return '<\u00a01\u00a0%';
  if (share < 1 && whole === 100) return '>\u00a099\u00a0%';
  return `${whole}\u00a0%`;
}

/** Colours of how a promise stands. */
const TONES = /** @type {Record<string, string>} */ ({ missed: 'is-late', unlikely: 'is-late', 'at-risk': 'is-risky', likely: 'is-kept' });

/**
 * How a line stands: what leads, its tone, and what stands below. The odds lead as soon as there are any; the one plan,
 * in which everything takes its usual time, comes second.
 * @param {any} item
 * @returns {[string, string, string]}
 */
export function stands(item) {
  const { odds } = item;
  const words = say();
  const [days, tone] = lateness(item);
  if (!item.ship_day) return [days, tone, ''];
  if (!item.promise_date) return [days, tone, odds?.p95 ? words.sureBy('95\u00a0%', dayWords(odds.p95).replaceAll(' ', '\u00a0')) : ''];
  if (!odds?.standing) return [days, tone, words.byPlan];
  const chance = odds.standing === 'missed' ? words.missed : percent(odds.on_time);
  return [chance, TONES[odds.standing], words.planned(days)];
}

/** The odds of a line's dates. @param {any} item */
export function sure(item) {
  const part = make('section', null, 'odds');
  const odds = item.odds;
  if (!odds) return part;
  const words = say();
  part.append(make('h3', words.howSure));
  if (odds.standing === 'missed') part.append(make('p', words.isOver));
  else if (odds.standing) part.append(make('p', words.promiseKept(percent(odds.on_time), percent(odds.enough))));
  const list = make('dl', null, 'shares');
  for (const [term, day] of [['50 %', odds.p50], ['80 %', odds.p80], ['95 %', odds.p95]]) {
    const pair = make('div');
    pair.append(make('dt', words.surely(term)), make('dd', dayWords(day)));
    list.append(pair);
  }
  part.append(list);
  return part;
}
