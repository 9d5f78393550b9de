// Owns every request to the server: who asks, in which language, and how long an answer is waited for. It decides
// nothing about what the answer means for the floor.
import { language } from '@holdfast/web-kit/words/lang.svelte.ts';
import type { Entry, Refusal } from '../keep/entry.ts';
import type { Answer } from '../keep/queue.ts';
import { understood, type Heard } from './answer.ts';
import type { FloorList, FloorOperation, Found, Me, SignedIn } from './types.ts';

const PATIENCE = 8000;
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
  try {
    const answer = await fetch(path, {
      method, headers, credentials: 'same-origin', cache: 'no-store', signal: AbortSignal.timeout(PATIENCE),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return await understood<T>(answer);
  } catch {
    return { kind: 'away' };
  }
}

const segment = encodeURIComponent;

export const server = {
  me: (): Promise<Heard<Me>> => ask('GET', `${API}/floor/me`),
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

/** Sends one entry of the queue. */
export async function deliver(entry: Entry, secret: string | null): Promise<Answer> {
  if (entry.personal && !secret) return { kind: 'signed-out' };
  const { corrects: _, ...body } = entry.body as Record<string, unknown>;
  const heard = await ask<{ version?: number; items?: { refused?: Omit<Refusal, 'status'> | null }[] }>(entry.method, entry.path, {
    body: entry.kind === 'correction' ? body : entry.body, secret, key: entry.id, match: entry.method === 'PUT',
  });
  if (heard.kind === 'told') {
    // Several things in one request are each taken or refused by themselves; we send one.
    const refused = heard.body?.items?.[0]?.refused;
    if (refused) return { kind: 'refused', refusal: { ...refused, status: 422 } };
    return { kind: 'taken', version: typeof heard.body?.version === 'number' ? heard.body.version : null };
  }
  if (heard.kind !== 'refused') return heard;
  if (heard.refusal.status !== 401) return heard;
  return OF_THE_PERSON.has(heard.refusal.code) ? { kind: 'signed-out' } : { kind: 'unknown-device' };
}
