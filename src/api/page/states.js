// What stands where the board would be when there is none to show: it is being read, it is empty, nothing fits,
// it cannot be had, or it is not for whoever is signed in. Each says what to do next.
import { button, make, say } from './screen.js';

/** Lines of nothing while the first board is on its way. @param {HTMLElement} place */
export function loading(place) {
  const bones = make('div', null, 'bones');
  bones.setAttribute('aria-hidden', 'true');
  for (let line = 0; line < 7; line += 1) bones.append(make('i'));
  place.replaceChildren(make('p', say().loading, 'unseen'), bones);
}

/** @param {HTMLElement} place */
export function empty(place) {
  const words = say();
  const ways = make('ol', null, 'ways');
  const bring = make('li', words.emptyImport);
  bring.append(make('code', 'holdfast import shop.xlsx --apply --database-url sqlite://holdfast.db'));
  const enter = make('li', `${words.emptyEnter} `);
  enter.append(toApi());
  ways.append(bring, enter);
  place.replaceChildren(make('h2', words.emptyTitle), make('p', words.empty), ways);
}

/** @param {HTMLElement} place @param {string} text @param {() => void} clear */
export function nothing(place, text, clear) {
  place.replaceChildren(make('p', text), button(say().clear, clear));
}

/** @param {HTMLElement} place @param {import('./talk.js').Trouble} trouble @param {() => void} again */
export function failed(place, trouble, again) {
  const words = say();
  const told = [trouble.title, trouble.detail].filter(Boolean).join(' ') || words.error;
  place.replaceChildren(make('h2', words.errorTitle), make('p', told), button(words.again, again));
}

/**
 * The board is not for this role.
 * @param {HTMLElement} place
 * @param {{ name: string, roles: string[], rights: string[] }} me
 * @param {() => void} leave
 */
export function refused(place, me, leave) {
  const words = say();
  const named = /** @type {Record<string, string>} */ (words.roles);
  const roles = me.roles.map(role => named[role] || role).join(', ') || words.noRole;
  const title = make('h1', words.refusedTitle);
  title.id = 'refused-title';
  place.replaceChildren(title, make('p', words.refused(me.name.replace(/^user:/, ''), roles), 'lead'));
  if (me.rights.includes('read-work')) {
    const work = make('p', `${words.refusedWork} `);
    const floor = /** @type {HTMLAnchorElement} */ (make('a', words.floor));
    floor.href = '/floor/';
    work.append(floor);
    place.append(work);
  }
  place.append(make('p', words.refusedAsk), button(words.asOther, leave, 'strong'));
}

function toApi() {
  const link = /** @type {HTMLAnchorElement} */ (make('a', say().tryApi));
  link.href = '/api/docs/';
  return link;
}
