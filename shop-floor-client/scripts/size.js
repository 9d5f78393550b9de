// Holds what the browser has to load before the first screen under 60 kB of gzip. The scanner comes later, when
// somebody scans, and does not count.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const DIST = new URL('../dist/', import.meta.url);
const BUDGET = 60_000;

const page = readFileSync(new URL('index.html', DIST), 'utf8');
const first = [...page.matchAll(/(?:src|href)="\/floor\/(assets\/[^"]+\.js)"/g)].map(found => found[1]);
const seen = new Set();
for (let name = first.pop(); name !== undefined; name = first.pop()) {
  if (seen.has(name)) continue;
  seen.add(name);
  const code = readFileSync(new URL(name, DIST), 'utf8');
  for (const [, file] of code.matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g)) first.push(`assets/${file}`);
}
if (seen.size === 0) throw new Error('dist/index.html loads no script: was it built?');
const size = [...seen].reduce((sum, name) => sum + gzipSync(readFileSync(new URL(name, DIST))).length, 0);
console.log(`first load: ${(size / 1000).toFixed(1)} kB of gzip in ${seen.size} file(s), at most ${BUDGET / 1000} kB`);
if (size > BUDGET) process.exitCode = 1;
