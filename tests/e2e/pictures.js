// Tells the stories that come by every screen, keeps a picture of each in docs/pictures, and writes the page that shows
// them: `cargo xtask pictures`. A screen without a caption here, or a caption without a screen, is a fault.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { closeBrowser } from './browser.js';

const FOLDER = process.env.HOLDFAST_PICTURES ?? '';
if (!FOLDER) throw new Error('HOLDFAST_PICTURES must name a folder; run `cargo xtask pictures`');

/** Screens in the order in which people meet them. @type {[string, [string, string][]][]} */
const CHAPTERS = [
  ['The tablet: letting it in', [
    ['floor-enrol', 'Enrolling: the code that a lead shows, and a name'],
    ['floor-trial-size', 'The trial: how large a millimetre is on this screen'],
    ['floor-trial-scan', 'The trial: scanning'],
    ['floor-trial-count', 'The trial: reporting'],
    ['floor-trial-report', 'The trial: without a server it can wait'],
    ['floor-door', 'Who works here'],
    ['floor-pin', 'A PIN on our own keys'],
    ['floor-people', 'Several at one tablet, one of them active'],
    ['floor-scan', 'Scanning a traveller or a badge'],
    ['floor-untested', 'A tablet whose trial was left out says so'],
    ['floor-unkept', 'A tablet that cannot keep reports says so'],
    ['floor-revoked', 'A tablet that is not known any more keeps what it has not sent'],
  ]],
  ['The tablet: work', [
    ['floor-list', 'The list: what runs, what is next, what is blocked and why'],
    ['floor-list-running', 'The list while work runs'],
    ['floor-list-offline', 'The list while the server is away'],
    ['floor-list-refused', 'A report was refused'],
    ['floor-work-ready', 'An operation'],
    ['floor-work-blocked', 'An operation that cannot begin, and why'],
    ['floor-take-back', 'Eight seconds to take back'],
    ['floor-count', 'Good pieces'],
    ['floor-over-quantity', 'More than ordered is asked about once'],
    ['floor-scrap-count', 'Scrap'],
    ['floor-scrap-why', 'Why it was scrapped'],
    ['floor-rework-count', 'Rework'],
    ['floor-rework-why', 'Why it goes back'],
    ['floor-finish', 'Finishing'],
    ['floor-finish-short', 'Finishing although pieces are missing'],
    ['floor-pause', 'Why it stops'],
    ['floor-call', 'Calling for help'],
    ['floor-called', 'Help is on its way'],
    ['floor-correct', 'Correcting the last report'],
    ['floor-correct-count', 'Another count'],
    ['floor-anyway-who', 'Blocked work begins by a lead’s word: who decides'],
    ['floor-anyway-pin', 'Blocked work: the lead’s PIN'],
    ['floor-anyway-why', 'Blocked work: why'],
    ['floor-inspect', 'Inspection: the verdict'],
    ['floor-inspect-count', 'Inspection: how many'],
    ['floor-inspect-where', 'Inspection: where it goes back to'],
    ['floor-inspect-why', 'Inspection: what was wrong'],
    ['floor-inspect-photo', 'Inspection: a photo'],
    ['floor-refused', 'A red card says what was refused, why, and whom to call'],
    ['floor-refused-let-go', 'Letting go of a red card'],
    ['floor-stuck', 'What waits behind a refused report'],
    ['floor-vouch', 'Letting go: who answers for it'],
    ['floor-let-go', 'Letting go: the last question'],
    ['floor-nothing-refused', 'Nothing is refused any more'],
  ]],
  ['The tablet: leads', [
    ['floor-lead', 'A lead’s page, with a call for help'],
    ['floor-lead-calls', 'Calls for help'],
    ['floor-lead-all', 'What leads do'],
    ['floor-lead-stocktake', 'Stock-take: which work order'],
    ['floor-lead-stocktake-route', 'Stock-take: where it stands'],
    ['floor-lead-stocktake-count', 'Stock-take: how many are good'],
    ['floor-lead-shift', 'Shift end: which work centre'],
    ['floor-lead-shift-rows', 'Shift end: what was made'],
    ['floor-lead-shift-count', 'Shift end: how many'],
    ['floor-lead-shift-entered', 'Shift end: before it is saved'],
    ['floor-lead-unconfirmed', 'Work that has been silent too long'],
    ['floor-lead-sequence', 'What runs next'],
  ]],
  ['The page: signing in and the board', [
    ['door', 'Signing in'],
    ['wrong', 'A wrong password'],
    ['refused', 'A role that does not include the board'],
    ['loading', 'The board is read'],
    ['error', 'The board could not be read'],
    ['board', 'The board'],
    ['board-dark', 'The board on a dark screen'],
    ['why', 'Why a line has its date'],
    ['why-end', 'Why a line has its date, to the end'],
    ['help', 'What would help, and whom it would cost'],
    ['at-risk', 'Promises at risk'],
    ['nothing', 'Nothing is found'],
    ['offline', 'The server is away'],
    ['empty', 'A shop without orders'],
  ]],
  ['The page: calls for help', [
    ['calls', 'Who calls, for how long, and why'],
    ['calls-wall', 'On a screen on the wall'],
    ['calls-none', 'Nobody calls'],
    ['calls-without-board', 'For who sees no orders'],
    ['calls-failed', 'An answer that did not arrive'],
  ]],
  ['The page: tablets, trust, print', [
    ['tablets-code', 'A code that enrols one tablet'],
    ['tablets-badge', 'A new badge'],
    ['tablets-phone', 'Tablets and operators on a phone'],
    ['ca', 'How a machine comes to trust the server'],
    ['traveller', 'A traveller, to be printed'],
    ['label', 'A label, to be printed'],
    ['absent-office', 'A part that is not there yet'],
    ['absent-flor', 'An address without anything'],
  ]],
  ['The customer portal', [
    ['portal-door', 'The door: a number and an access code'],
    ['portal-wrong', 'Number and code do not belong together'],
    ['portal-wait', 'Too many tries: a moment to wait, and a way that needs none'],
    ['portal-order', 'An order: when it ships, how far it is'],
    ['portal-order-plain', 'The same without JavaScript'],
    ['portal-order-dark', 'In the dark'],
    ['portal-several', 'An order of several lines, each with its day'],
    ['portal-blind', 'Nobody has reported for too long, and the page says so'],
    ['portal-need', 'Something is needed from the customer, and can be done here'],
    ['portal-need-done', 'The customer has done it'],
    ['portal-asked', 'A complaint was taken, with the time of the answer'],
    ['portal-sending', 'Something is being sent on a slow line'],
    ['portal-answered', 'A question and its answer'],
    ['portal-refused', 'A change that could not be taken'],
    ['portal-change', 'A change with its estimate'],
    ['portal-change-answered', 'A change that a person has answered'],
    ['portal-cancel', 'A line is to be cancelled'],
    ['portal-survey', 'It has arrived: how did we do?'],
    ['portal-survey-wrong', 'A score is missing'],
    ['portal-survey-done', 'The survey was answered'],
  ]],
  ['The customer portal: papers and mails', [
    ['portal-paper', 'The order confirmation, to be printed'],
    ['portal-status', 'The status of an order, to be printed'],
    ['portal-slip', 'A packing slip, to be printed'],
    ['portal-sign-in', 'Asking for the link to all orders'],
    ['portal-sign-in-wrong', 'An address that is none'],
    ['portal-mailed', 'The link is on its way, if we know the address'],
    ['portal-orders', 'All orders of a customer'],
    ['portal-orders-none', 'A customer without orders'],
    ['portal-follow-ask', 'Following an order: yes or no'],
    ['portal-follow-done', 'Following an order: yes'],
    ['portal-over', 'A link that is over'],
    ['portal-missing', 'An address without anything'],
    ['portal-off', 'The portal is off'],
  ]],
];

before(() => {
  if (!existsSync(FOLDER)) return;
  for (const name of readdirSync(FOLDER).filter(name => name.endsWith('.webp'))) rmSync(join(FOLDER, name));
});

await import('./stories/states.js');
await import('./stories/tablets.js');
await import('./stories/papers.js');
await import('./stories/portal.js');
await import('./stories/portal-mail.js');
await import('./stories/portal-said.js');
await import('./stories/calls.js');
await import('./stories/floor-states.js');
await import('./stories/floor-states-more.js');
await import('./stories/floor-kept.js');
await import('./stories/floor-inspect.js');

/** What stands behind a screen's name in a picture's: the language and the size. */
const REST = /^(?:-(en|zh))?(?:-(laptop|landscape|phone))?\.webp$/;
const SHOWN = { laptop: 'laptop', landscape: 'tablet', phone: 'phone', '': 'picture' };

after(closeBrowser);

test('every screen has a caption, and the page shows all of them', () => {
  const left = new Set(readdirSync(FOLDER).filter(name => name.endsWith('.webp')));
  const lines = ['# Pictures', '', 'Every screen in the example shop, made by `cargo xtask pictures`, which writes this page too. Texts of the shop itself',
    'are in its own language.', ''];
  for (const [title, screens] of CHAPTERS) {
    lines.push(`## ${title}`, '');
    for (const [screen, caption] of screens) {
      const own = [...left].filter(name => name.startsWith(screen) && REST.test(name.slice(screen.length))).sort(order);
      assert.ok(own.length > 0, `no story comes by ${screen}`);
      for (const name of own) left.delete(name);
      const links = own.map(name => {
        const [, lang = '', size = ''] = REST.exec(name.slice(screen.length)) ?? [];
        return `[${[SHOWN[/** @type {keyof typeof SHOWN} */ (size)], lang].filter(Boolean).join(' ')}](${name})`;
      });
      lines.push(`**${caption}** · ${links.join(' · ')}`, '', `![${caption}](${own[0]})`, '');
    }
  }
  assert.deepEqual([...left], [], 'pictures without a caption');
  writeFileSync(join(FOLDER, 'README.md'), `${lines.join('\n').trimEnd()}\n`);
});

/** Large ones first, and English ones among them. @param {string} a @param {string} b */
function order(a, b) {
  const rank = (/** @type {string} */ name) => (name.includes('phone') ? 2 : 0) + (name.includes('-zh') ? 1 : 0);
  return rank(a) - rank(b) || a.localeCompare(b);
}
