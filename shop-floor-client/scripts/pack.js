// Packs what the server sends as text, once and well: it then has nothing to pack while tablets wait. The worker lists
// the plain files only, so this comes after it.
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const DIST = fileURLToPath(new URL('../dist', import.meta.url));
/** What is smaller gains nothing. */
const LEAST = 1000;

const files = readdirSync(DIST, { recursive: true, encoding: 'utf8' }).map(name => join(DIST, name));
let packed = 0;
for (const file of files.filter(file => /\.(js|css|html|svg|json|wasm|webmanifest)$/.test(file))) {
  const plain = readFileSync(file);
  if (!statSync(file).isFile() || plain.length < LEAST) continue;
  const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length } };
  writeFileSync(`${file}.br`, brotliCompressSync(plain, brotli));
  writeFileSync(`${file}.gz`, gzipSync(plain, { level: 9 }));
  packed += 1;
}
if (packed === 0) throw new Error('dist has nothing to pack: was it built?');
console.log(`packed ${packed} files`);
