// The clients know the API as the program has it: what was made of its document is not stale.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

test('the types of the clients are those of the program', () => {
  const script = fileURLToPath(new URL('../../../web-kit/scripts/api.js', import.meta.url));
  const { status, stderr } = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
});
