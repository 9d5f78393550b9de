// Owns reasons by name: the plant's own list in the reader's language, or the code itself where the list has none.
import { named } from '@holdfast/web-kit/words/lang.svelte.ts';
import type { Lang } from '@holdfast/web-kit/days.ts';
import type { Me } from '../ask/types.ts';
import type { words } from '../words/index.ts';

export function reasonName(code: string | null, me: Me | null, lang: Lang): string {
  const lists = me ? Object.values(me.settings.reasons).flat() : [];
  const reason = lists.find(one => one.code === code);
  return reason ? named(reason, lang) : (code ?? '');
}

/** What an operation waits for, by the kinds that the server knows. */
export function waitName(kind: string, { list }: ReturnType<typeof words>): string {
  return (list.waits as Record<string, string>)[kind] ?? kind;
}
