// Letting tablets and operators in: codes that tablets scan, badges, PINs, and taking all that away again.
import { at, button, field, here, make, timeWords } from './screen.js';
import { TABLET_WORDS } from './tablets-words.js';
import { Trouble, ask } from './talk.js';

/** How often it is looked whether a tablet has come. */
const LOOKS = 3000;

const words = () => TABLET_WORDS[here.lang];

/** @type {{ devices: any[], operators: any[], centres: any[], code: any, badge: any }} */
const state = { devices: [], operators: [], centres: [], code: null, badge: null };

/** @param {string} path @param {{ method?: string, body?: unknown, version?: number }} [how] */
const talk = (path, how = {}) => ask(path, { lang: here.lang, ...how });

/** Carries something out; what goes wrong is said where it was asked for. @param {string} where @param {() => Promise<void>} act */
async function tried(where, act) {
  at(where).hidden = true;
  try {
    await act();
  } catch (trouble) {
    const told = trouble instanceof Trouble ? trouble : new Trouble(0);
    at(where).textContent = told.unreachable || !told.title ? words().away : [told.title, told.detail].filter(Boolean).join(' ');
    at(where).hidden = false;
  }
}

/** @param {string} svg */
const image = svg => `data:image/svg+xml;utf8,${encodeURIComponent(svg)}`;

/** A code as a picture. @param {string} svg @param {string} alt */
function picture(svg, alt) {
  const node = /** @type {HTMLImageElement} */ (make('img'));
  node.src = image(svg);
  node.alt = alt;
  return node;
}

function showCode() {
  const code = state.code;
  at('code').hidden = !code;
  if (!code) return;
  const left = Math.max(0, Math.round((new Date(code.expires).getTime() - Date.now()) / 1000));
  const time = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
  const nodes = code.used ? [make('b', words().used)]
    : left === 0 ? [make('b', words().over)]
      : [picture(code.qr, words().scan), make('b', words().scan), make('p', words().good(time)), make('p', words().open, 'hint'), make('code', code.url)];
  const shows = code.used ? 'used' : left === 0 ? 'over' : 'scan';
  // Only the time changes from second to second: who listens to the page need not hear the rest again.
  if (at('code').dataset.shows === shows + here.lang + code.code && shows === 'scan') {
    const told = at('code').querySelector('p');
    if (told) told.textContent = words().good(time);
    return;
  }
  at('code').dataset.shows = shows + here.lang + code.code;
  at('code').replaceChildren(...nodes);
}

function showBadge() {
  const badge = state.badge;
  at('badge').hidden = !badge;
  if (!badge) return;
  at('badge').replaceChildren(
    picture(badge.qr, words().badgeOf), make('b', `${badge.operator.name} · ${badge.operator.code}`),
    make('p', words().badgeOnce), button(words().print, () => window.print()));
}

/** @param {any} device */
function deviceRow(device) {
  const row = make('tr', null, device.revoked ? 'is-over' : '');
  const acts = make('td');
  if (device.revoked) acts.append(make('span', words().revoked));
  else acts.append(button(words().revoke, () => {
    if (!confirm(words().sureRevoke(device.name))) return;
    tried('trouble', async () => {
      await talk(`/devices/${encodeURIComponent(device.name)}/revoked`, { method: 'PUT', version: device.version });
      await read();
    });
  }));
  const name = make('td');
  name.append(make('b', device.name));
  row.append(name, make('td', device.work_centres.join(', ') || words().all),
    make('td', [device.last_seen ? timeWords(device.last_seen) : words().never, !device.tested && !device.revoked && words().untested].filter(Boolean).join(' · ')), acts);
  return row;
}

/** What somebody may do, and how they sign in. @param {any} one */
function rightsOf(one) {
  if (!one.active) return words().inactive;
  const does = [words().report, one.lead && words().isLead, one.inspects && words().inspects].filter(Boolean).join(', ');
  const by = [one.has_pin && words().hasPin, one.has_badge && words().hasBadge].filter(Boolean).join(', ');
  return `${does} (${by || words().neither})`;
}

/** @param {any} one @param {object} change */
const put = (one, change) => talk(`/operators/${encodeURIComponent(one.code)}`, {
  method: 'PUT', version: one.version,
  body: { name: one.name, lang: one.lang, lead: one.lead, inspects: one.inspects, active: one.active, ...change },
});

/** @param {any} one */
function personRow(one) {
  const row = make('tr', null, one.active ? '' : 'is-over');
  const acts = make('td');
  if (one.active) {
    acts.append(
      button(words().change, () => fill(one)),
      button(words().makeBadge, () => {
        if (one.has_badge && !confirm(words().sureBadge(one.name))) return;
        tried('person-wrong', async () => {
          state.badge = await talk(`/operators/${encodeURIComponent(one.code)}/badge`, { method: 'POST', body: {} });
          await read();
          at('badge').scrollIntoView({ block: 'nearest' });
        });
      }));
  }
  acts.append(button(one.active ? words().off : words().on, () => tried('person-wrong', async () => {
    await put(one, { active: !one.active });
    await read();
  })));
  const code = make('td');
  code.append(make('b', one.code));
  row.append(code, make('td', one.name), make('td', rightsOf(one)), acts);
  return row;
}

/** Brings somebody into the form. @param {any} one */
function fill(one) {
  field('operator').value = one.code;
  field('called').value = one.name;
  field('pin').value = '';
  field('lead').checked = one.lead;
  field('inspects').checked = one.inspects;
  field('called').focus();
}

function chips() {
  const chosen = new Set([...document.querySelectorAll('#centres input:checked')].map(one => /** @type {HTMLInputElement} */ (one).value));
  at('centres').replaceChildren(...state.centres.map(centre => {
    const label = make('label');
    const box = /** @type {HTMLInputElement} */ (make('input'));
    box.type = 'checkbox';
    box.value = centre.code;
    box.checked = chosen.has(centre.code);
    label.append(box, make('span', centre.name ? `${centre.code} ${centre.name}` : centre.code));
    return label;
  }));
}

function show() {
  document.documentElement.lang = here.lang === 'zh' ? 'zh-CN' : 'en';
  document.title = `${words().title} · Holdfast`;
  at('lang').textContent = words().other;
  for (const node of document.querySelectorAll('[data-say]')) {
    const text = /** @type {Record<string, any>} */ (words())[/** @type {HTMLElement} */ (node).dataset.say ?? ''];
    node.textContent = text;
  }
  at('insecure').hidden = window.isSecureContext;
  chips();
  at('devices').replaceChildren(...state.devices.map(deviceRow));
  at('no-devices').hidden = state.devices.length > 0;
  at('people').replaceChildren(...state.operators.map(personRow));
  at('no-people').hidden = state.operators.length > 0;
  showCode();
  showBadge();
}

async function read() {
  const [devices, operators] = await Promise.all([talk('/devices'), talk('/operators')]);
  state.devices = devices.items;
  state.operators = operators.items;
  show();
}

/** Says why there is nothing to see. @param {string} title @param {string} text */
function note(title, text) {
  show();
  at('floor').hidden = true;
  at('note').hidden = false;
  at('note-title').textContent = title;
  at('note-text').textContent = text;
}

async function begin() {
  at('note').hidden = true;
  try {
    // Tablets are seen by the machine's clock, so it is the reader's own time that helps.
    here.zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const centres = await talk('/work-centers?limit=500');
    state.centres = centres.items.filter((/** @type {any} */ one) => one.active !== false);
    await read();
    at('floor').hidden = false;
  } catch (trouble) {
    const told = trouble instanceof Trouble ? trouble : new Trouble(0);
    if (told.status === 401) return note(words().signInTitle, words().signIn);
    if (told.status === 403) return note(words().refusedTitle, words().refused);
    note(told.title || words().away, told.detail);
  }
}

at('invite').addEventListener('submit', event => {
  event.preventDefault();
  tried('invite-wrong', async () => {
    const chosen = [...document.querySelectorAll('#centres input:checked')].map(one => /** @type {HTMLInputElement} */ (one).value);
    const name = field('tablet').value.trim();
    const known = new Map(state.devices.map(one => [one.name, one.enrolled]));
    state.code = await talk('/devices/enrolments', { method: 'POST', body: { name: name || null, work_centres: chosen } });
    state.code.known = known;
    showCode();
    at('code').scrollIntoView({ block: 'nearest' });
  });
});

at('person').addEventListener('submit', event => {
  event.preventDefault();
  tried('person-wrong', async () => {
    const code = field('operator').value.trim();
    const known = state.operators.find(one => one.code === code);
    const pin = field('pin').value;
    const one = known ?? { code, active: true };
    await put(one, { name: field('called').value.trim(), lead: field('lead').checked, inspects: field('inspects').checked, ...(pin ? { pin } : {}) });
    /** @type {HTMLFormElement} */ (at('person')).reset();
    await read();
  });
});

at('lang').addEventListener('click', () => {
  here.lang = here.lang === 'zh' ? 'en' : 'zh';
  localStorage.setItem('lang', here.lang);
  if (at('floor').hidden) begin(); else show();
});

setInterval(showCode, 1000);
// A tablet that has come is seen without a click.
setInterval(() => {
  const code = state.code;
  if (!code || code.used || new Date(code.expires).getTime() < Date.now()) return;
  read().then(() => {
    // Another tablet under a name that was revoked is a row that was there before, enrolled anew.
    code.used = state.devices.some(one => one.enrolled !== code.known.get(one.name));
    showCode();
  }, () => {});
}, LOOKS);

begin();
