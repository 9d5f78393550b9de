// The server that the stories use: the real program on a database of its own, on a free port of this machine,
// with a clock that stands until somebody moves it. It owns its process and its folder and leaves neither.
import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const WORKBOOK = join(ROOT, 'examples/precision-shop.xlsx');
const PASSWORD = 'a-password-of-tests';
/** Where the example shop stands: Monday morning in its plant. */
const CLOCK = 'manual:2026-03-09T00:00:00Z';
const PEOPLE = [['lin', 'planner'], ['chen', 'sales'], ['wu', 'operator'], ['admin', 'admin']];

/** The program under test; `cargo xtask test --only e2e` says where it is. */
const PROGRAM = process.env.HOLDFAST_PROGRAM ?? '';
if (!PROGRAM) throw new Error('HOLDFAST_PROGRAM must name the program; run `cargo xtask test --only e2e`');

/** @type {string[]} */
const folders = [];
/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();
// A run that ends early, by a fault or by Ctrl-C, must leave nobody behind either.
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

/** A new folder that goes with this process. */
function folder() {
  const made = mkdtempSync(join(tmpdir(), 'holdfast-e2e-'));
  folders.push(made);
  return made;
}

/**
 * Runs the program to its end.
 * @param {string[]} words
 * @param {string} [input]
 */
function carryOut(words, input = '') {
  const done = spawnSync(PROGRAM, words, { input, encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`holdfast ${words.join(' ')}: ${done.stdout}${done.stderr}`);
}

/** @param {string} file */
const url = file => `sqlite://${file}`;

/** @param {string} file */
function peopled(file) {
  for (const [name, role] of PEOPLE) {
    carryOut(['user', 'add', name, '--role', role, '--password-stdin', '--database-url', url(file)], PASSWORD + '\n');
  }
  return file;
}

/** @type {{ full?: string, empty?: string }} */
const made = {};

/** The database with the example shop, and one with nobody's orders: made once, copied for each server. */
const TEMPLATES = {
  full() {
    if (made.full) return made.full;
    const file = join(folder(), 'shop.db');
    carryOut(['import', WORKBOOK, '--apply', '--database-url', url(file)]);
    return made.full = peopled(file);
  },
  empty() {
    return made.empty ??= peopled(join(folder(), 'shop.db'));
  },
};

export class Server {
  /**
   * @param {'full' | 'empty'} shop
   * @param {string} [clock]
   * @param {Record<string, string>} [settings]
   */
  static async start(shop, clock = CLOCK, settings = {}) {
    const file = join(folder(), 'shop.db');
    copyFileSync(TEMPLATES[shop](), file);
    const server = new Server(file);
    [server.clock, server.settings] = [clock, settings];
    await server.run('127.0.0.1:0');
    return server;
  }

  /** With certificates of the plant's own, and a clock that runs: as tablets find it. */
  static async secure() {
    const place = folder();
    const server = new Server(join(place, 'shop.db'));
    copyFileSync(TEMPLATES.full(), server.file);
    [server.scheme, server.clock] = ['https', CLOCK.replace('manual:', 'from:')];
    const plain = server.words;
    server.words = listen => [...plain(listen), '--tls', 'auto', '--tls-folder', join(place, 'tls')];
    await server.run('127.0.0.1:0');
    return server;
  }

  /** The living demo, as users start it, but faster: an hour of the plant in six seconds. */
  static async demo() {
    const place = folder();
    const server = new Server(join(place, 'demo.db'));
    server.words = listen => ['demo', '--listen', listen, '--workbook', WORKBOOK, '--data', place, '--speed', '600'];
    await server.run('127.0.0.1:0');
    return server;
  }

  /** @param {string} file */
  constructor(file) {
    this.file = file;
    /** @type {(listen: string) => string[]} */
    this.words = listen => ['serve', '--listen', listen, '--clock', this.clock, '--database-url', url(this.file)];
    this.address = '';
    this.scheme = 'http';
    this.clock = CLOCK;
    /** @type {Record<string, string>} */
    this.settings = {};
    /** @type {import('node:child_process').ChildProcess | null} */
    this.child = null;
  }

  /** Its database, as the command line names it. */
  get url() {
    return url(this.file);
  }

  get origin() {
    return `${this.scheme}://${this.address}`;
  }

  /**
   * Starts the program and waits until it listens.
   * @param {string} listen
   */
  async run(listen) {
    const child = spawn(PROGRAM, this.words(listen), {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, HOLDFAST_LOG: 'error', LC_ALL: 'C.UTF-8', ...this.settings },
    });
    running.add(child);
    child.once('exit', () => running.delete(child));
    this.child = child;
    let said = '';
    for await (const piece of child.stdout) {
      said += piece;
      const found = said.match(/127\.0\.0\.1:\d+/);
      if (found) {
        this.address = found[0];
        child.stdout.resume();
        return;
      }
    }
    throw new Error(`the server ended at once: ${said}`);
  }

  /** Starts it again where it was. */
  async restart() {
    await this.run(this.address);
  }

  /** @param {NodeJS.Signals} signal */
  async stop(signal = 'SIGTERM') {
    const child = this.child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise(resolve => child.once('exit', resolve));
    child.kill(signal);
    await ended;
  }

  /**
   * Signs somebody in beside the browser: another session.
   * @param {string} name
   */
  async session(name) {
    const answer = await fetch(`${this.origin}/api/v1/session`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ name, password: PASSWORD }),
    });
    if (!answer.ok) throw new Error(`${name} cannot sign in: ${await answer.text()}`);
    return new Session(this.origin, (answer.headers.get('set-cookie') ?? '').split(';')[0]);
  }
}

/** Somebody who speaks to the API without a browser. */
export class Session {
  /**
   * @param {string} origin
   * @param {string} cookie
   */
  constructor(origin, cookie) {
    this.origin = origin;
    this.cookie = cookie;
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {unknown} [body]
   * @param {Record<string, string>} [headers]
   * @returns {Promise<any>}
   */
  async ask(method, path, body, headers = {}) {
    const answer = await fetch(`${this.origin}/api/v1${path}`, {
      method,
      headers: { Cookie: this.cookie, ...(body ? { 'Content-Type': 'application/json', 'If-Match': '*' } : {}), ...headers },
      body: body ? JSON.stringify(body) : undefined,
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text ? JSON.parse(text) : null;
  }
}

/**
 * The board once the futures of its plan are played.
 * @param {Session} session
 */
export async function boardWithOdds(session) {
  for (;;) {
    const told = await session.ask('GET', '/board?limit=1000');
    if (told.odds?.as_of.position === told.as_of.position && told.odds.as_of.at === told.as_of.at) return told;
    await new Promise(resolve => { setTimeout(resolve, 100); });
  }
}

/** The password of everybody in the demo. */
const DEMO_PASSWORD = 'holdfast-demo';

export { DEMO_PASSWORD, PASSWORD };
