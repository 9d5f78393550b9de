// What a tablet's camera sees in the stories: a film of one picture, as Chromium takes it for a camera. It owns the
// files, which go with this process.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Points of a side. */
export const SIZE = 480;

/** @type {string | undefined} */
let folder;
let films = 0;
process.on('exit', () => { if (folder) rmSync(folder, { recursive: true, force: true }); });

/**
 * Raw frames: the brightness of each point first, then no colour.
 * @param {ArrayLike<number>} brightness
 */
export function filmed(brightness) {
  folder ??= mkdtempSync(join(tmpdir(), 'holdfast-camera-'));
  const file = join(folder, `${films++}.y4m`);
  const grey = Buffer.alloc(SIZE * SIZE / 2, 128);
  const frame = Buffer.concat([Buffer.from('FRAME\n'), Buffer.from(brightness), grey]);
  writeFileSync(file, Buffer.concat([Buffer.from(`YUV4MPEG2 W${SIZE} H${SIZE} F5:1 Ip A1:1 C420\n`), frame, frame]));
  return file;
}

/** A sheet of paper on a bench, with nothing on it that could be read. */
export function paper() {
  const edge = SIZE / 5;
  return filmed(Array.from({ length: SIZE * SIZE }, (_, at) => {
    const [x, y] = [at % SIZE, Math.floor(at / SIZE)];
    const isPaper = x > edge && x < SIZE - edge && y > edge / 2 && y < SIZE - edge / 2;
    return isPaper ? 190 - Math.round(y / 16) : 62 + Math.round(x / 24);
  }));
}

/** How Chromium is told to take a film for its camera, and to let pages see it. @param {string} film */
export const camera = film => ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${film}`];
