// What every part of the page needs: the language, elements, days, instants and lengths of time. All days and
// times are the plant's, wherever the reader's machine stands.
import { WORDS } from './words.js';

/** @typedef {keyof typeof WORDS} Lang */
/** @typedef {{ order: string, line: string, schedule: string }} Name */

const kept = localStorage.getItem('lang');
const own = navigator.language.startsWith('zh') ? 'zh' : 'en';

export const here = {
  /** @type {Lang} */
  lang: kept === 'zh' || kept === 'en' ? kept : own,
  /** The plant's zone, once the server has said it. */
  zone: 'UTC',
  /** Plant time of the plan. */
  at: '',
};

/** The words of the language. */
export const say = () => WORDS[here.lang];

/** @param {string} id */
export const at = id => /** @type {HTMLElement} */ (document.getElementById(id));
/** @param {string} id */
export const field = id => /** @type {HTMLInputElement} */ (document.getElementById(id));

/**
 * @param {string} tag
 * @param {string | number | null} [text]
 * @param {string} [className]
 */
export function make(tag, text, className) {
  const node = document.createElement(tag);
  if (text !== undefined && text !== null) node.textContent = String(text);
  if (className) node.className = className;
  return node;
}

/** @param {string} text @param {() => void} act @param {string} [className] */
export function button(text, act, className = 'quiet') {
  const node = /** @type {HTMLButtonElement} */ (make('button', text, className));
  node.type = 'button';
  node.addEventListener('click', act);
  return node;
}

const locale = () => here.lang === 'zh' ? 'zh-CN' : 'en-GB';

/** The plant's day of an instant: `2026-03-09`. @param {string} instant */
export function dayOf(instant) {
  return new Intl.DateTimeFormat('en-CA', { timeZone: here.zone }).format(new Date(instant));
}

/** A day, with its year where that is asked for or is not the plan's. @param {string | null | undefined} day @param {boolean} [whole] */
export function dayWords(day, whole = false) {
  if (!day) return '–';
  const year = whole || here.at && dayOf(here.at).slice(0, 4) !== day.slice(0, 4) ? /** @type {const} */ ('numeric') : undefined;
  const how = /** @type {const} */ ({ day: 'numeric', month: 'short', weekday: 'short', timeZone: 'UTC' });
  return new Intl.DateTimeFormat(locale(), { ...how, year }).format(new Date(`${day}T00:00:00Z`));
}

/** An instant on the plant's clock. @param {string} instant */
export function timeWords(instant) {
  const how = /** @type {const} */ ({ dateStyle: 'full', timeStyle: 'short', timeZone: here.zone });
  return new Intl.DateTimeFormat(locale(), how).format(new Date(instant));
}

/** A length of time as people say it. @param {number} seconds */
export function span(seconds) {
  const words = say();
  if (seconds >= 86_400) return words.days(String(Math.round(seconds / 8640) / 10));
  if (seconds >= 3600) return words.hours(String(Math.round(seconds / 360) / 10));
  return words.minutes(String(Math.round(seconds / 60)));
}

/** A line as it is written everywhere: `SO-1/10`, with its schedule line `SO-1/10.2`. @param {Name} item */
export const nameOf = item => `${item.order}/${item.line}${item.schedule ? `.${item.schedule}` : ''}`;

/** The day that the promise is about. @param {any} item @returns {string | null} */
export const planned = item => item.basis === 'arrival' ? item.arrival_day : item.ship_day;

/** How a line stands to its promise as planned: words and tone. @param {any} item @returns {[string, string]} */
export function lateness(item) {
  const words = say();
  if (!item.ship_day) return [words.noDate, 'is-late'];
  if (typeof item.late_days !== 'number') return [words.noPromise, 'is-open'];
  if (item.late_days > 0) return [words.daysLate(item.late_days), 'is-late'];
  if (item.late_days < 0) return [words.daysEarly(-item.late_days), 'is-kept'];
  return [words.onTheDay, 'is-kept'];
}
