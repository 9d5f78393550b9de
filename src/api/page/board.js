// The plain page: signs in, shows the board, explains a line. It computes nothing: the API does.
'use strict';
(() => {
  const at = id => document.getElementById(id);
  const API = '/api/v1';
  const state = { lang: localStorage.getItem('lang') || (navigator.language.startsWith('zh') ? 'zh' : 'en'),
    items: [], next: null, summary: null, chosen: null, told: null, reading: false };
  const say = (key, ...values) => {
    const word = WORDS[state.lang][key];
    return typeof word === 'function' ? word(...values) : (word || key);
  };
  const make = (tag, text, className) => {
    const node = document.createElement(tag);
    if (text !== undefined && text !== null) node.textContent = text;
    if (className) node.className = className;
    return node;
  };

  async function ask(path, options = {}) {
    const headers = { 'Accept-Language': state.lang, ...(options.body ? { 'Content-Type': 'application/json' } : {}) };
    let response;
    try {
      response = await fetch(API + path, { credentials: 'same-origin', ...options, headers });
    } catch (error) {
      at('offline').hidden = false;
      throw { offline: true };
    }
    at('offline').hidden = true;
    if (response.status === 204) return null;
    const body = await response.json().catch(() => ({}));
    if (!response.ok) throw { status: response.status, ...body };
    return body;
  }

  const day = text => text ? new Intl.DateTimeFormat(state.lang === 'zh' ? 'zh-CN' : 'en-GB',
    { day: 'numeric', month: 'short', weekday: 'short', timeZone: 'UTC' }).format(new Date(text + 'T00:00:00Z')) : '–';
  const span = seconds => {
    if (seconds >= 172800) return say('days', Math.round(seconds / 8640) / 10);
    if (seconds >= 3600) return say('hours', Math.round(seconds / 360) / 10);
    return say('minutes', Math.round(seconds / 60));
  };
  const kindClass = kind => {
    const known = { processing: 'work', setup: 'work', rework: 'work', outside: 'work', queue: 'queue', material: 'material',
      closed: 'closed', hold: 'hold' };
    if (known[kind]) return 'k-' + known[kind];
    return 'k-other';
  };
  const lateness = item => {
    if (!item.ship_day) return [say('noDate'), 'is-late-word'];
    if (item.late_days === null || item.late_days === undefined) return [say('noPromise'), 'is-open-word'];
    if (item.late_days > 0) return [say('daysLate', item.late_days), 'is-late-word'];
    if (item.late_days < 0) return [say('daysEarly', -item.late_days), 'is-kept-word'];
    return [say('onTime'), 'is-kept-word'];
  };
  const planned = item => item.basis === 'arrival' ? item.arrival_day : item.ship_day;
  const nameOf = item => `${item.order}/${item.line}${item.schedule ? '/' + item.schedule : ''}`;

  function words() {
    document.documentElement.lang = state.lang;
    document.querySelectorAll('[data-say]').forEach(node => { node.textContent = say(node.dataset.say); });
    at('lang').textContent = say('other');
    at('lang').lang = state.lang === 'en' ? 'zh' : 'en';
    at('find').placeholder = say('find');
  }

  function status(text, bad) {
    at('state').textContent = text || '';
    at('state').classList.toggle('bad', Boolean(bad));
  }

  function row(item) {
    const line = make('tr');
    const head = make('td');
    const open = make('button', nameOf(item), 'open');
    open.type = 'button';
    head.append(open, make('small', item.customer_name || item.customer));
    const what = make('td', item.item);
    what.append(make('small', item.description || ''));
    const [text, tone] = lateness(item);
    const date = (key, text) => {
      const cell = make('td', day(text), 'date');
      cell.dataset.label = say(key);
      return cell;
    };
    const when = date(item.basis === 'arrival' ? 'arrives' : 'ships', planned(item));
    if (item.basis === 'arrival' && planned(item)) when.append(make('small', say('atCustomer')));
    const left = Number(item.quantity) - Number(item.shipped);
    line.append(head, what, make('td', String(left), 'number'), date('promise', item.promise_date), when,
      make('td', text, 'number ' + tone), make('td', item.cause ? `${item.cause.kind_words} ${item.cause.text}` : '', 'waits'));
    line.setAttribute('aria-selected', String(nameOf(item) === state.chosen));
    line.addEventListener('click', () => explain(item));
    return line;
  }

  function show() {
    const sought = at('find').value.trim().toLowerCase();
    const fits = item => !sought || [nameOf(item), item.customer, item.customer_name, item.item, item.description]
      .some(text => text && text.toLowerCase().includes(sought));
    const found = state.items.filter(fits);
    // Rows are made anew with each look: whoever stands on one stays there.
    const held = document.activeElement.closest('#rows tr');
    const name = held && held.querySelector('.open').textContent;
    at('rows').replaceChildren(...found.map(row));
    const again = name && [...document.querySelectorAll('#rows .open')].find(open => open.textContent === name);
    if (again) again.focus({ preventScroll: true });
    const sums = state.summary;
    if (!sums) return;
    at('board-title').textContent = sums.lines === 0 ? say('titleNone') : sums.late ? say('titleLate', sums.late) : say('titleKept');
    const figure = (key, value, late) => {
      const group = make('div', null, late && value ? 'is-late' : '');
      group.append(make('dt', say(key)), make('dd', value));
      return group;
    };
    at('sums').replaceChildren(figure('lines', sums.lines), figure('promised', sums.promised),
      figure('late', sums.late, true), ...(sums.undated ? [figure('undated', sums.undated, true)] : []));
    at('more').hidden = !state.next;
    status(found.length ? '' : say(sums.lines === 0 ? 'empty' : 'nothing'));
  }

  async function read(more) {
    if (state.reading) return;
    state.reading = true;
    if (!state.items.length) status(say('loading'));
    try {
      const late = at('late').checked ? '&late=true' : '';
      const after = more && state.next ? '&after=' + encodeURIComponent(state.next) : '';
      const board = await ask(`/board?limit=200${late}${after}`);
      const chosen = items => items.find(item => nameOf(item) === state.chosen);
      const before = chosen(state.items);
      state.items = more ? state.items.concat(board.items) : board.items;
      state.next = board.next;
      state.summary = board.summary;
      const shown = new Intl.DateTimeFormat(state.lang === 'zh' ? 'zh-CN' : 'en-GB', { dateStyle: 'medium', timeStyle: 'short' });
      at('now').textContent = board.as_of && board.as_of.at ? say('now', shown.format(new Date(board.as_of.at))) : '';
      show();
      const now = chosen(state.items);
      if (before && now && [planned, lateness].some(of => String(of(before)) !== String(of(now)))) explain(now, true);
    } catch (problem) {
      if (problem.status === 401) return enter(false);
      if (problem.status === 403) status(say('refused'), true);
      else if (!problem.offline) status(say('error') + (problem.title || ''), true);
    } finally {
      state.reading = false;
    }
  }

  function tell(item, told) {
    const panel = at('why');
    const head = make('header');
    head.append(make('h2', `${say('why')} ${nameOf(item)}`));
    const close = make('button', say('close'), 'quiet');
    close.type = 'button';
    close.addEventListener('click', shut);
    head.append(close);
    panel.replaceChildren(head);
    if (!told) { panel.append(make('p', say('reading'), 'state')); return; }
    if (told.answer) panel.append(make('p', told.answer, 'answer'));
    const [text, tone] = lateness(item);
    const dates = make('p', `${say('promise')} ${day(item.promise_date)} · ${say(item.basis === 'arrival' ? 'arrives' : 'ships')} ${day(planned(item))} · `, 'dates');
    dates.append(make('b', text, tone));
    panel.append(dates);
    const whole = told.totals.reduce((sum, total) => sum + total.seconds, 0) || 1;
    const bar = make('div', null, 'bar');
    const legend = make('ul', null, 'legend');
    for (const total of told.totals) {
      const part = make('i', null, kindClass(total.kind));
      part.style.width = `${100 * total.seconds / whole}%`;
      bar.append(part);
      const entry = make('li');
      entry.append(make('i', null, kindClass(total.kind)), `${total.kind_words} ${span(total.seconds)}`);
      legend.append(entry);
    }
    const way = make('ol', null, 'way');
    for (const stage of told.stages) {
      const step = make('li');
      const more = [stage.from ? day(stage.from.slice(0, 10)) : '', stage.closed_seconds ? say('closed', span(stage.closed_seconds)) : '',
        stage.setup_seconds ? say('setup', span(stage.setup_seconds)) : ''].filter(Boolean).join(' · ');
      step.append(make('i', null, kindClass(stage.kind)), make('b', `${stage.kind_words} ${stage.text}`),
        make('time', span(stage.seconds)), make('span', more));
      way.append(step);
    }
    const sum = make('li', null, 'sum');
    sum.append(make('i'), make('b', say('total')), make('time', span(told.seconds)));
    way.append(sum);
    panel.append(bar, legend, way);
    if (told.rests_on) panel.append(make('p', `${say('rests')} ${told.rests_on}`, 'dates'));
  }

  /** Closes the explanation; who opened it stands on its line again. */
  function shut() {
    const line = document.querySelector('#rows tr[aria-selected=true] .open');
    state.chosen = null;
    at('why').hidden = true;
    if (line) line.focus({ preventScroll: true });
    show();
  }

  /** Explains a line; `again` where it stands there already and its day has changed. */
  async function explain(item, again) {
    state.chosen = nameOf(item);
    document.querySelectorAll('#rows tr').forEach(line => {
      const chosen = line.querySelector('.open').textContent === state.chosen;
      line.setAttribute('aria-selected', String(chosen));
      if (chosen && !again && matchMedia('(max-width: 1080px)').matches) line.scrollIntoView({ block: 'start' });
    });
    at('why').hidden = false;
    if (!again) tell(item, null);
    try {
      const schedule = item.schedule ? '?schedule=' + encodeURIComponent(item.schedule) : '';
      const told = await ask(`/sales-orders/${encodeURIComponent(item.order)}/lines/${encodeURIComponent(item.line)}/explanation${schedule}`);
      if (state.chosen === nameOf(item)) tell(item, told);
    } catch (problem) {
      at('why').append(make('p', problem.title || say('offline'), 'state bad'));
    }
  }

  function enter(signedIn) {
    at('door').hidden = signedIn;
    at('board').hidden = !signedIn;
    at('out').hidden = !signedIn;
    if (signedIn) read(false); else { at('now').textContent = ''; at('name').focus(); }
  }

  at('form').addEventListener('submit', async event => {
    event.preventDefault();
    at('wrong').hidden = true;
    try {
      await ask('/session', { method: 'POST', body: JSON.stringify({ name: at('name').value, password: at('password').value }) });
      at('password').value = '';
      enter(true);
    } catch (problem) {
      at('wrong').textContent = problem.offline ? say('offline') : `${problem.title || say('failed')} ${problem.detail || ''}`;
      at('wrong').hidden = false;
    }
  });
  at('out').addEventListener('click', async () => {
    await ask('/session', { method: 'DELETE' }).catch(() => null);
    state.items = []; state.summary = null; at('why').hidden = true;
    enter(false);
  });
  at('lang').addEventListener('click', () => {
    state.lang = state.lang === 'en' ? 'zh' : 'en';
    localStorage.setItem('lang', state.lang);
    words();
    if (!at('board').hidden) {
      show(); read(false);
      const item = state.items.find(item => nameOf(item) === state.chosen);
      if (item) explain(item);
    }
  });
  at('find').addEventListener('input', show);
  at('late').addEventListener('change', () => { state.items = []; read(false); });
  at('more').addEventListener('click', () => read(true));
  document.addEventListener('keydown', event => {
    if (event.key === 'Escape' && state.chosen) shut();
  });

  words();
  ask('/me').then(() => enter(true), problem => { if (!problem.offline) enter(false); else setTimeout(() => location.reload(), 3000); });
  setInterval(() => { if (!at('board').hidden && !document.hidden && state.items.length <= 200) read(false); }, 5000);
})();
