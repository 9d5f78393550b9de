// What is nicer with a script. Every page works without this one, and nothing is kept anywhere.

/** What lets somebody in, and what was just done, go from the address bar, so that nobody reads or shares them there. */
function clearAddress() {
  const address = new URL(location.href);
  const named = ['code', 'token', 'said', 'lang'].filter((name) => address.searchParams.has(name));
  if (named.length === 0) return;
  for (const name of named) address.searchParams.delete(name);
  history.replaceState(history.state, '', address);
}

/** What was just done, or is wrong, is where reading goes on. */
function goToNews() {
  const news = document.getElementById('faults') ?? document.getElementById('said');
  news?.focus({ preventScroll: location.hash !== '' });
}

/** A fold is opened when something inside of it is asked for. */
function openFold() {
  const wanted = location.hash.length > 1 ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
  const fold = wanted?.closest('details');
  if (fold) fold.open = true;
}

/**
 * A form is sent once, however often its button is pressed on a slow line.
 * @param {HTMLFormElement} form
 */
function sendOnce(form) {
  const button = form.querySelector('button[type=submit]');
  const said = button?.textContent ?? '';
  let sent = false;
  form.addEventListener('submit', (event) => {
    if (sent) return event.preventDefault();
    sent = true;
    if (!button) return;
    button.setAttribute('aria-disabled', 'true');
    if (form.dataset['sending']) button.textContent = form.dataset['sending'];
  });
  // Back to this page with the browser's own button: it can be sent anew.
  addEventListener('pageshow', (event) => {
    if (!event.persisted) return;
    sent = false;
    button?.removeAttribute('aria-disabled');
    if (button) button.textContent = said;
  });
}

/**
 * Who cancels a line changes nothing else about it.
 * @param {HTMLInputElement} cancel
 */
function cancelAlone(cancel) {
  const others = ['changes-quantity', 'changes-date'].map((id) => document.getElementById(id));
  const set = () => {
    for (const other of others) if (other instanceof HTMLInputElement) other.disabled = cancel.checked;
  };
  cancel.addEventListener('change', set);
  set();
}

/**
 * A number that can be copied gets a button for it.
 * @param {HTMLElement} number
 */
function copies(number) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'copy';
  button.textContent = number.dataset['copy'] ?? '';
  button.setAttribute('aria-label', `${button.textContent} ${number.textContent}`);
  button.setAttribute('aria-live', 'polite');
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(number.textContent ?? '');
    button.textContent = number.dataset['copied'] ?? '';
    button.removeAttribute('aria-label');
  });
  number.after(button);
}

/** @param {HTMLElement} button */
function prints(button) {
  button.hidden = false;
  button.addEventListener('click', () => print());
}

clearAddress();
goToNews();
openFold();
addEventListener('hashchange', openFold);
for (const form of document.querySelectorAll('form')) sendOnce(form);
for (const button of document.querySelectorAll('[data-print]')) if (button instanceof HTMLElement) prints(button);
const cancel = document.getElementById('changes-cancel');
if (cancel instanceof HTMLInputElement) cancelAlone(cancel);
// Only where the browser lets a page copy: over TLS.
if (navigator.clipboard) {
  for (const number of document.querySelectorAll('[data-copy]')) if (number instanceof HTMLElement) copies(number);
}
