// How sure a date is, in words: on the board and beside an explanation. Figures are the server's.
import { dayOf, dayWords, here, make, say } from './screen.js';

/** A probability as people say it: never 0 or 100 where a future says otherwise. @param {number} share */
export function percent(share) {
  const whole = Math.round(share * 100);
  if (share > 0 && whole === 0) return '< 1 %';
  if (share < 1 && whole === 100) return '> 99 %';
  return `${whole} %`;
}

/** Whether the promise can still be kept: a day that is over has no odds. @param {any} item */
const isOpen = item => typeof item.odds.on_time === 'number' && item.promise_date >= dayOf(here.at);

/** How sure a line is, in a few words; nothing until its futures are played. @param {any} item */
export function surety(item) {
  const odds = item.odds;
  if (!odds) return '';
  if (isOpen(item)) return say().likely(percent(odds.on_time));
  return odds.p95 ? say().sureBy('95 %', dayWords(odds.p95)) : '';
}

/** The odds of a line's dates. @param {any} item */
export function sure(item) {
  const part = make('section', null, 'odds');
  const odds = item.odds;
  if (!odds) return part;
  const words = say();
  part.append(make('h3', words.howSure));
  if (isOpen(item)) part.append(make('p', words.promiseKept(percent(odds.on_time))));
  const list = make('dl', null, 'shares');
  for (const [term, day] of [['50 %', odds.p50], ['80 %', odds.p80], ['95 %', odds.p95]]) {
    const pair = make('div');
    pair.append(make('dt', words.surely(term)), make('dd', dayWords(day)));
    list.append(pair);
  }
  part.append(list);
  return part;
}
