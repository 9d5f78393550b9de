// How the page talks to the server: questions, and the stream of what happens. It knows nothing of the screen.

const API = '/api/v1';

/** What went wrong with a question: a problem as the API tells it, or that nobody answered. */
export class Trouble extends Error {
  /** @param {number} status 0 if nobody answered @param {{ title?: string, detail?: string }} [told] */
  constructor(status, told = {}) {
    super(told.title || String(status));
    this.status = status;
    this.title = told.title || '';
    this.detail = told.detail || '';
  }

  get unreachable() {
    // A server without its database says so itself; a proxy answers for one that is away.
    return [0, 502, 503, 504].includes(this.status);
  }
}

/**
 * Asks the API.
 * @param {string} path
 * @param {{ lang: string, method?: string, body?: unknown, version?: number }} how `version` is that of what is changed
 * @returns {Promise<any>}
 */
export async function ask(path, { lang, method = 'GET', body, version }) {
  /** @type {Record<string, string>} */
  const headers = { 'Accept-Language': lang };
  if (body) headers['Content-Type'] = 'application/json';
  if (version !== undefined) headers['If-Match'] = `"${version}"`;
  const options = { method, headers, body: body ? JSON.stringify(body) : undefined };
  const response = await fetch(API + path, options).catch(() => { throw new Trouble(0); });
  if (response.status === 204) return null;
  const told = await response.json().catch(() => ({}));
  if (!response.ok) throw new Trouble(response.status, told);
  return told;
}

/** Seconds between two tries to reach a server that is away: soon at first, then patiently. */
const PAUSES = [1, 2, 3, 5];

/** The stream of what happens, opened again by itself as long as it is wanted. */
export class Stream {
  /** @param {{ news: () => void, up: () => void, down: () => void }} tell */
  constructor(tell) {
    this.tell = tell;
    /** @type {EventSource | null} */
    this.source = null;
    this.tries = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  open() {
    this.close();
    const source = new EventSource(`${API}/stream`);
    this.source = source;
    source.onopen = () => {
      this.tries = 0;
      this.tell.up();
    };
    for (const name of ['outlook', 'odds', 'journal', 'reread']) source.addEventListener(name, () => this.tell.news());
    // The browser's own tries end for good at the first answer that is no stream; ours do not.
    source.onerror = () => {
      source.close();
      this.tell.down();
      const pause = PAUSES[Math.min(this.tries, PAUSES.length - 1)];
      this.tries += 1;
      this.timer = setTimeout(() => this.open(), pause * 1000);
    };
  }

  close() {
    clearTimeout(this.timer);
    this.source?.close();
    this.source = null;
  }
}
