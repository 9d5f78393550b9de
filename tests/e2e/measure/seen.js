// What is put into the page while it is measured: when a list can be used, when a tap is shown and when it was
// durable, by the page's own clock. It changes nothing that the app does.

/** @typedef {{ there: string[], gone: string[] }} Look  what must be on the screen, and what must not */
/** @typedef {{ usable?: number, look?: Look | null, tapped?: number, durable?: number, shown?: number }} Seen */

/** Runs before the page's own scripts. */
export function watch() {
  /** @type {Seen} */
  const seen = {};
  /** @type {any} */ (window).seen = seen;
  /** Calls back when what is in the document now has been painted. @param {() => void} then */
  const painted = then => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = then;
    port2.postMessage(null);
  });
  const visible = (/** @type {string} */ what) => [...document.querySelectorAll(what)].some(one => one.getBoundingClientRect().height > 0);
  let looking = false;
  new MutationObserver(() => {
    if (seen.usable === undefined && !looking && visible('.list article button:enabled')) {
      looking = true;
      painted(() => { seen.usable = performance.now(); });
    }
    const { look } = seen;
    if (look && seen.tapped !== undefined && look.there.every(visible) && !look.gone.some(visible)) {
      seen.look = null;
      const { tapped } = seen;
      painted(() => { seen.shown = performance.now() - tapped; });
    }
  }).observe(document, { childList: true, subtree: true, characterData: true, attributes: true });
  addEventListener('pointerdown', event => {
    if (seen.look && seen.tapped === undefined) seen.tapped = event.timeStamp;
  }, { capture: true });
  const begin = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function (names, mode, how) {
    const transaction = begin.call(this, names, mode, how);
    if (how?.durability === 'strict') {
      transaction.addEventListener('complete', () => {
        if (seen.tapped !== undefined) seen.durable ??= performance.now() - seen.tapped;
      });
    }
    return transaction;
  };
}

/** So much work that it takes a moment: how long, in milliseconds. */
export function work() {
  const begun = performance.now();
  let sum = 0;
  for (let at = 0; at < 30_000_000; at++) sum = (sum * 31 + at) | 0;
  return performance.now() - begun + (sum === 1 ? 1 : 0);
}
