// The same server after its program was replaced by one with a newer app: what stands between the tablet and the
// server changes the app's name on the way, and no longer has the files of the older one. It owns no story.
import { createServer, request } from 'node:http';

/** Pieces of the app whose names have their content in them. */
const SCRIPT = /(?<=\/)[\w.-]+-[\w-]{8}(?=\.(?:js|css)\b)/g;
/** What a newer build puts into each of these names. */
const MARK = '.newer';

export class NewerApp {
  /** @param {import('./server.js').Server} server */
  static async before(server) {
    const between = new NewerApp(server);
    await /** @type {Promise<void>} */ (new Promise(resolve => { between.http.listen(0, '127.0.0.1', resolve); }));
    return between;
  }

  /** @param {import('./server.js').Server} server */
  constructor(server) {
    this.server = server;
    this.isNewer = false;
    this.http = createServer((asked, answer) => this.carry(asked, answer));
  }

  get origin() {
    return `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (this.http.address()).port}`;
  }

  close() {
    this.http.closeAllConnections();
    return new Promise(resolve => { this.http.close(resolve); });
  }

  /**
   * @param {import('node:http').IncomingMessage} asked
   * @param {import('node:http').ServerResponse} answer
   */
  carry(asked, answer) {
    const path = asked.url ?? '/';
    const app = this.isNewer && path.startsWith('/floor/');
    if (app && /^\/floor\/assets\/.*\.(js|css)$/.test(path) && !path.includes(MARK)) {
      answer.writeHead(404).end();
      return;
    }
    const { hostname: host, port } = new URL(this.server.origin);
    // The app's own text is rewritten, so it has to come plain; all else passes as it is.
    const headers = { ...asked.headers, ...(app ? { 'accept-encoding': 'identity', 'if-none-match': '' } : {}) };
    const further = request({ host, port, path: path.replace(MARK, ''), method: asked.method, headers }, given => {
      const text = /javascript|html/.test(given.headers['content-type'] ?? '');
      if (!app || !text) {
        answer.writeHead(given.statusCode ?? 502, given.headers);
        given.pipe(answer);
        return;
      }
      const { 'content-length': _, etag: __, ...rest } = given.headers;
      answer.writeHead(given.statusCode ?? 502, rest);
      let body = '';
      given.setEncoding('utf8').on('data', piece => { body += piece; });
      given.on('end', () => answer.end(newer(body)));
    });
    further.on('error', () => answer.destroy());
    answer.on('close', () => further.destroy());
    asked.pipe(further);
  }
}

/** @param {string} body */
const newer = body => body
  .replace(SCRIPT, name => name + MARK)
  .replace('<html', '<html data-app="newer"')
  // The page is another one, so the worker's list has another revision of it.
  .replace(/(index\.html",\s*revision:\s*")\w/, '$1newer-');
