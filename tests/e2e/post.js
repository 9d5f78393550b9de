// A mail server of this machine for the stories that follow a link in a mail: it takes every mail and keeps it. What a mail
// server may do wrong is told elsewhere (tests/it/mail).
import { once } from 'node:events';
import { createServer } from 'node:net';

export class Post {
  static async open() {
    const post = new Post();
    post.server.listen(0, '127.0.0.1');
    await once(post.server, 'listening');
    return post;
  }

  constructor() {
    /** @type {string[]} */
    this.mails = [];
    this.server = createServer(socket => {
      let [said, mail] = ['', false];
      socket.setEncoding('utf8');
      socket.on('error', () => socket.destroy());
      socket.write('220 post\r\n');
      socket.on('data', piece => {
        said += piece;
        for (;;) {
          const end = said.indexOf(mail ? '\r\n.\r\n' : '\r\n');
          if (end < 0) return;
          const whole = said.slice(0, end);
          said = said.slice(end + (mail ? 5 : 2));
          if (mail) this.mails.push(whole.replace(/=\r\n/g, '').replace(/=3D/g, '='));
          const word = mail ? '' : whole.slice(0, 4).toUpperCase();
          mail = word === 'DATA';
          socket.write(mail ? '354 go on\r\n' : word === 'QUIT' ? '221 bye\r\n' : '250 yes\r\n');
        }
      });
    });
  }

  /** Where it is, as the program is told. */
  get address() {
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('the mail server does not listen');
    return `localhost:${address.port}`;
  }

  /**
   * The path of the link of a kind in the newest mail that has one, once there are so many mails with it.
   * @param {string} kind
   * @param {number} count
   */
  async link(kind, count = 1) {
    for (let tries = 0; tries < 600; tries += 1) {
      const found = this.mails.flatMap(mail => mail.match(new RegExp(`/${kind}/[\\w.-]+`))?.[0] ?? []);
      const newest = found.at(-1);
      if (newest && found.length >= count) return newest;
      await new Promise(resolve => setTimeout(resolve, 50));
    }
    throw new Error(`no ${count} mails with a link to ${kind}: ${this.mails.join('\n')}`);
  }

  close() {
    this.server.close();
  }
}
