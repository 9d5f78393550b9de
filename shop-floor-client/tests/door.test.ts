// Signing in while the server is away.
import { beforeEach, describe, expect, test } from 'vitest';
import { openStore, thing, type Store } from '../src/keep/database.ts';
import { Door } from '../src/keep/door.ts';

let store: Store;
let now: number;
let door: Door;
let shops = 0;

beforeEach(async () => {
  store = await openStore(`door-${++shops}`);
  now = 1_000_000;
  door = new Door(store, () => now, 1000);
});

describe('somebody who was let in online', () => {
  test('comes in by the same PIN while the server is away, and by no other', async () => {
    await door.remember('O1', { pin: '4711' });
    expect(await door.byPin('O1', '4711')).toEqual({ kind: 'in', code: 'O1' });
    expect(await door.byPin('O1', '4712')).toEqual({ kind: 'wrong', left: 4 });
    expect(await door.byPin('O2', '4711')).toEqual({ kind: 'unknown' });
  });

  test('comes in by badge', async () => {
    await door.remember('O1', { badge: 'HF:B:abc' });
    expect(await door.byBadge('HF:B:abc')).toEqual({ kind: 'in', code: 'O1' });
    expect(await door.byBadge('HF:B:abd')).toEqual({ kind: 'unknown' });
  });

  test('comes in no more once the server refuses that PIN or badge, or knows them no more', async () => {
    await door.remember('O1', { pin: '4711' });
    await door.refute({ operator: 'O1', pin: '4712' });
    expect(await door.byPin('O1', '4711')).toEqual({ kind: 'in', code: 'O1' });
    await door.refute({ operator: 'O1', pin: '4711' });
    expect(await door.byPin('O1', '4711')).toEqual({ kind: 'unknown' });
    await door.remember('O1', { badge: 'HF:B:abc' });
    await door.refute({ badge: 'HF:B:abc' });
    expect(await door.byBadge('HF:B:abc')).toEqual({ kind: 'unknown' });
    await door.remember('O1', { pin: '4711' });
    await door.remember('O2', { pin: '5822' });
    await door.keepOnly(['O2']);
    expect(await door.byPin('O1', '4711')).toEqual({ kind: 'unknown' });
    expect(await door.byPin('O2', '5822')).toEqual({ kind: 'in', code: 'O2' });
  });

  test('nothing that is kept says the PIN, and the key cannot be read', async () => {
    await door.remember('O1', { pin: '4711' });
    const key = await thing<CryptoKey>(store, 'device-key');
    expect(key?.extractable).toBe(false);
    const proofs = new Set<string>();
    for (const other of ['a', 'b']) {
      const elsewhere = await openStore(`door-${shops}-${other}`);
      await new Door(elsewhere, () => now, 1000).remember('O1', { pin: '4711' });
      proofs.add(JSON.stringify(await thing(elsewhere, 'known')));
    }
    expect(proofs.size).toBe(2);
    expect([...proofs].join()).not.toContain('4711');
  });
});

describe('somebody who guesses', () => {
  test('waits longer and longer, over a restart too, and even the right PIN waits', async () => {
    await door.remember('O1', { pin: '4711' });
    const waits: number[] = [];
    for (let guess = 0; guess < 8; guess++) {
      const answer = await new Door(store, () => now, 1000).byPin('O1', '0000');
      if (answer.kind === 'locked') {
        waits.push((answer.until - now) / 1000);
        expect(await door.byPin('O1', '4711')).toMatchObject({ kind: 'locked' });
        now = answer.until;
      }
    }
    expect(waits).toEqual([30, 60, 120, 240]);
    expect(await door.byPin('O1', '4711')).toEqual({ kind: 'in', code: 'O1' });
    expect(await door.byPin('O1', '0000')).toEqual({ kind: 'wrong', left: 4 });
  });
});
