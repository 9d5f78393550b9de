// Owns the tablet's store: what lies in it and under which names. What is written here outlives a reload, a
// restart and a new version of the app; nothing in it is ever thrown away by signing out.
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { Entry } from './entry.ts';

export interface FloorStore extends DBSchema {
  /** What was reported here and is not known by the server, or was refused by it, or may still be corrected. */
  entries: { key: number; value: Entry; indexes: { id: string; lane: string } };
  /** The last answers of the server, by what was asked. */
  answers: { key: string; value: { heard: number; body: unknown } };
  /** Single things: the clock, the device, the calibration, keys and who has signed in here. */
  things: { key: string; value: unknown };
  /** Photos of inspections, by their ids. */
  photos: { key: string; value: Photo };
}

export interface Photo {
  bytes: Uint8Array<ArrayBuffer>;
  /** The entry that names it. */
  entry: string;
  made: number;
  /** Whether the server has that entry, and so the photo. */
  delivered: boolean;
}

export type Store = IDBPDatabase<FloorStore>;

/** Opens the store; another tab with an older version of the app lets go of it by itself. `onlost` is told when nothing
 * can be written any more, because a newer app has it or the browser took it away. */
export function openStore(name = 'holdfast-floor', onlost: () => void = () => undefined): Promise<Store> {
  return openDB<FloorStore>(name, 1, {
    upgrade(store) {
      const entries = store.createObjectStore('entries', { keyPath: 'seq', autoIncrement: true });
      entries.createIndex('id', 'id', { unique: true });
      entries.createIndex('lane', 'lane');
      store.createObjectStore('answers');
      store.createObjectStore('things');
      store.createObjectStore('photos');
    },
    blocking(_current, _blocked, event) {
      (event.target as IDBDatabase).close();
      onlost();
    },
    terminated: onlost,
  });
}

export const thing = async <T>(store: Store, name: string): Promise<T | undefined> => (await store.get('things', name)) as T | undefined;
export const keepThing = async (store: Store, name: string, value: unknown): Promise<void> => {
  await store.put('things', value, name);
};

/** Several single things at once: the first screen waits for them. */
export async function things(store: Store, ...names: string[]): Promise<unknown[]> {
  const transaction = store.transaction('things');
  return Promise.all(names.map(name => transaction.store.get(name)));
}

/** Asks the browser not to throw the store away when space is short. It may say no. */
export async function askToPersist(): Promise<boolean> {
  const storage = globalThis.navigator?.storage;
  if (!storage?.persist) return false;
  return (await storage.persisted()) || storage.persist();
}
