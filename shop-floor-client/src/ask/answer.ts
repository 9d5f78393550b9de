// Owns how an answer of the server is understood: what is a refusal, what is worth another try, and what is nobody
// there at all. A page of a hotel's Wi-Fi or a proxy is nobody there.
import type { Refusal } from '../keep/entry.ts';

export type Heard<T> =
  | { kind: 'told'; body: T }
  | { kind: 'refused'; refusal: Refusal }
  | { kind: 'later' }
  | { kind: 'away'; seconds?: number; busy?: true };

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** The problem in a refusal's body; nothing if it is not one of ours. */
export function problem(status: number, body: unknown): Refusal | null {
  if (typeof body !== 'object' || body === null) return null;
  const { code, title, detail, remedy, field, value } = body as Record<string, unknown>;
  if (typeof code !== 'string' || typeof title !== 'string') return null;
  return { status, code, title, remedy: text(detail) ?? text(remedy) ?? '', field: text(field), value: text(value) };
}

/** Understands an answer. */
export async function understood<T>(answer: Response): Promise<Heard<T>> {
  const seconds = Number(answer.headers.get('retry-after')) || undefined;
  if (answer.status === 429) return { kind: 'away', busy: true, ...(seconds ? { seconds } : {}) };
  if (answer.status === 503 || answer.status === 408) return { kind: 'away', ...(seconds ? { seconds } : {}) };
  if (answer.status === 502 || answer.status === 504) return { kind: 'away' };
  if (answer.status === 204) return { kind: 'told', body: null as T };
  const json = /\bjson\b/.test(answer.headers.get('content-type') ?? '');
  const body: unknown = json ? await answer.json() : null;
  if (answer.ok) return json ? { kind: 'told', body: body as T } : { kind: 'away' };
  const refusal = problem(answer.status, body);
  if (answer.status >= 500) return { kind: 'later' };
  return refusal ? { kind: 'refused', refusal } : { kind: 'away' };
}
