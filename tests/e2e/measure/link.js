// A line between a tablet and the server: as fast as the machine, or as slow as poor Wi-Fi. It owns how bytes are
// held up and knows nothing of what they say.
import { connect, createServer } from 'node:net';

/** Poor Wi-Fi: bytes a second down and up, and milliseconds to the server and back. */
const DOWN = 1_600_000 / 8;
const UP = 750_000 / 8;
export const ROUND_TRIP = 150;
/** What goes at once, about three packets: a large piece would arrive as late as its last byte. */
const PIECE = 4096;

/** One direction, shared by all connections: what comes is handed on in its order, when it is through. */
class Lane {
  /** @param {number} rate */
  constructor(rate) {
    this.rate = rate;
    this.free = 0;
  }

  /** @param {number} bytes */
  until(bytes) {
    this.free = Math.max(this.free, performance.now()) + bytes / this.rate * 1000;
    return this.free + ROUND_TRIP / 2;
  }
}

export class Link {
  /** @param {string} to  where the server listens: `127.0.0.1:PORT` */
  static async open(to) {
    const link = new Link(to);
    await link.listen(0);
    return link;
  }

  /** @param {string} to */
  constructor(to) {
    this.to = to;
    this.slow = false;
    this.down = new Lane(DOWN);
    this.up = new Lane(UP);
    this.port = 0;
    /** @type {Set<import('node:net').Socket>} */
    this.sockets = new Set();
    this.server = createServer(socket => this.carry(socket));
  }

  /** @param {number} port */
  listen(port) {
    return /** @type {Promise<void>} */ (new Promise(resolve => {
      this.server.listen(port, '127.0.0.1', () => {
        this.port = /** @type {import('node:net').AddressInfo} */ (this.server.address()).port;
        resolve();
      });
    }));
  }

  /** New connections find an empty line, as fast or as slow as said. @param {boolean} slow */
  become(slow) {
    this.slow = slow;
    this.down = new Lane(DOWN);
    this.up = new Lane(UP);
    this.cut();
  }

  cut() {
    for (const socket of this.sockets) socket.destroy();
  }

  /** Nobody listens any more. */
  async close() {
    const closed = new Promise(resolve => this.server.close(resolve));
    this.cut();
    await closed;
  }

  /** @param {import('node:net').Socket} tablet */
  carry(tablet) {
    const [host, port] = this.to.split(':');
    const server = connect(Number(port), host);
    for (const socket of [tablet, server]) {
      socket.setNoDelay(true);
      this.sockets.add(socket);
      socket.once('close', () => {
        this.sockets.delete(socket);
        tablet.destroy();
        server.destroy();
      });
      socket.on('error', () => socket.destroy());
    }
    if (!this.slow) {
      tablet.pipe(server);
      server.pipe(tablet);
      return;
    }
    // The first byte waits for the handshake, which this machine makes in no time.
    pass(tablet, server, this.up, performance.now() + 1.5 * ROUND_TRIP);
    pass(server, tablet, this.down, 0);
  }
}

/**
 * @param {import('node:net').Socket} from
 * @param {import('node:net').Socket} to
 * @param {Lane} lane
 * @param {number} begin  nothing arrives before
 */
function pass(from, to, lane, begin) {
  /** @type {{ at: number, piece: Buffer | null }[]} */
  const under = [];
  let waiting = false;
  const hand = () => {
    waiting = false;
    for (let first = under[0]; first && first.at <= performance.now(); first = under[0]) {
      under.shift();
      if (first.piece) to.write(first.piece);
      else to.end();
    }
    wait();
  };
  const wait = () => {
    const first = under[0];
    if (!first || waiting) return;
    waiting = true;
    setTimeout(hand, Math.max(0, first.at - performance.now()));
  };
  const take = (/** @type {Buffer | null} */ piece) => {
    under.push({ at: Math.max(begin, lane.until(piece?.length ?? 0)), piece });
    wait();
  };
  from.on('data', (/** @type {Buffer} */ bytes) => {
    for (let at = 0; at < bytes.length; at += PIECE) take(bytes.subarray(at, at + PIECE));
  });
  from.on('end', () => take(null));
}
