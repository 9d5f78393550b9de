// Owns every request to the server: who asks, in which language, and how long an answer is waited for. It decides
// nothing about what the answer means for the floor.
import { language } from '@holdfast/web-kit/words/lang.svelte.ts';
import { keyOf, type Entry, type Refusal } from '../keep/entry.ts';
import { photosOf, type Answer } from '../keep/queue.ts';
import { understood, type Heard } from './answer.ts';
import { within } from './patience.ts';
import type { Approval, Calls, FloorList, FloorOperation, Found, Me, SignedIn } from './types.ts';

const PATIENCE = 8000;
/** A photo takes its time where the Wi-Fi is weak. */
const PATIENCE_WITH_PHOTOS = 60_000;
const API = '/api/v1';

export interface Asking {
  body?: unknown;
  secret?: string | null;
  key?: string;
  match?: boolean;
}

export async function ask<T>(method: string, path: string, { body, secret, key, match }: Asking = {}): Promise<Heard<T>> {
  const headers = new Headers({ 'Accept-Language': language.lang });
  if (body !== undefined) headers.set('Content-Type', 'application/json');
  // Empty where nobody is signed in: it says that the tablet asks, and not a person whose session this browser has too.
  headers.set('Holdfast-Operator', secret ?? '');
  if (key) headers.set('Idempotency-Key', key);
  if (match) headers.set('If-Match', '*');
  return sent<T>(PATIENCE, path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
}

async function sent<T>(patience: number, path: string, request: RequestInit): Promise<Heard<T>> {
  try {
    return await within(patience, async signal => understood<T>(await fetch(path, { ...request, credentials: 'same-origin', cache: 'no-store', signal })));
  } catch {
    return { kind: 'away' };
  }
}

const segment = encodeURIComponent;

export const server = {
  me: (): Promise<Heard<Me>> => ask('GET', `${API}/floor/me`),
  /** All calls of the plant with a lead's secret, else those of the tablet's work centres. */
  calls: (secret: string | null): Promise<Heard<Calls>> => ask('GET', `${API}/floor/calls`, { secret }),
  approve: (body: { operator: string; pin: string } | { badge: string }): Promise<Heard<Approval>> => ask('POST', `${API}/floor/approvals`, { body }),
  list: (all: boolean): Promise<Heard<FloorList>> => ask('GET', `${API}/floor/list${all ? '?all=true' : ''}`),
  operation: (work_order: string, operation: string): Promise<Heard<FloorOperation>> =>
    ask('GET', `${API}/floor/operations/${segment(work_order)}/${segment(operation)}`),
  found: (text: string): Promise<Heard<Found>> => ask('GET', `${API}/floor/found?text=${segment(text)}`),
  enrol: (code: string, name: string): Promise<Heard<unknown>> => ask('POST', `${API}/floor/enrolment`, { body: { code, name } }),
  tested: (px_per_mm: number): Promise<Heard<unknown>> => ask('PUT', `${API}/floor/me/tested`, { body: { px_per_mm }, match: true }),
  signIn: (body: { operator: string; pin: string } | { badge: string }): Promise<Heard<SignedIn>> => ask('POST', `${API}/floor/sign-in`, { body }),
  signOut: (secret: string): Promise<Heard<unknown>> => ask('DELETE', `${API}/floor/sign-in`, { secret }),
  read: <T>(path: string, secret: string | null = null): Promise<Heard<T>> => ask('GET', `${API}${path}`, { secret }),
};

/** Codes of a 401 that speak of the person, not of the tablet. */
const OF_THE_PERSON = new Set(['operator_signed_out', 'operator_not_known']);

/** What goes with an entry. */
export interface With {
  secret: string | null;
  /** Nobody is to be named: a key would be kept beside a hash of all that was said. A report is known by its id. */
  nameless: boolean;
  photo: (id: string) => Promise<Uint8Array<ArrayBuffer> | null>;
}

const REPORTED = new Set<Entry['kind']>(['report', 'correction']);

/** Sends one entry of the queue; its photos go before it. */
export async function deliver(entry: Entry, given: With): Promise<Answer> {
  const { secret } = given;
  if (entry.personal && !secret) return { kind: 'signed-out' };
  const before = await photographed(photosOf(entry), given);
  if (before) return before;
  const { corrects: _, ...body } = entry.body as Record<string, unknown>;
  const key = given.nameless && REPORTED.has(entry.kind) ? {} : { key: keyOf(entry) };
  const heard = await ask<{ version?: number; items?: { refused?: Omit<Refusal, 'status'> | null }[] }>(entry.method, entry.path, {
    ...(entry.kind === 'answer' ? {} : { body: entry.kind === 'correction' ? body : entry.body }), secret, ...key, match: entry.method === 'PUT',
  });
  if (heard.kind === 'told') {
    // Several things in one request are each taken or refused by themselves; we send one. Such a refusal is kept.
    const refused = heard.body?.items?.[0]?.refused;
    if (refused) return { kind: 'refused', refusal: { ...refused, status: 422, kept: true } };
    return { kind: 'taken', version: typeof heard.body?.version === 'number' ? heard.body.version : null };
  }
  // The server no longer has a photo that it took: they go again with the next try.
  const swept = heard.kind === 'refused' && heard.refusal.code === 'photo_unknown' && photosOf(entry).filter(id => delivered.delete(id)).length > 0;
  return swept ? { kind: 'later' } : answered(heard);
}

/** What became of an entry that was not taken. */
function answered(heard: Exclude<Heard<unknown>, { kind: 'told' }>): Answer {
  if (heard.kind !== 'refused') return heard;
  // The same one is under way still: its answer comes to whoever asks again.
  if (heard.refusal.code === 'in_progress') return { kind: 'later' };
  if (heard.refusal.status !== 401) return heard;
  return OF_THE_PERSON.has(heard.refusal.code) ? { kind: 'signed-out' } : { kind: 'unknown-device' };
}

/** Photos that the server has taken, so that an entry that is tried again does not carry them again. */
const delivered = new Set<string>();

/** Sends photos; nothing if the server has all of them. The same one again changes nothing. */
async function photographed(ids: readonly string[], { secret, photo }: With): Promise<Answer | null> {
  for (const id of ids) {
    const bytes = delivered.has(id) ? null : await photo(id);
    if (!bytes) continue;
    const headers = { 'Accept-Language': language.lang, 'Holdfast-Operator': secret ?? '', 'Content-Type': 'image/jpeg' };
    const heard = await sent(PATIENCE_WITH_PHOTOS, `${API}/floor/photos?id=${segment(id)}`, { method: 'POST', headers, body: bytes });
    if (heard.kind !== 'told') return answered(heard);
    delivered.add(id);
  }
  return null;
}
