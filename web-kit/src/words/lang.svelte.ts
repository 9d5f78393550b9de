// Owns which language a client speaks. A catalogue is two objects of one type, so that a missing word does not
// compile; whoever reads one through `say` is told again when the language changes.
import type { Lang } from '../days.ts';

const NAMES: Record<Lang, string> = { en: 'en', zh: 'zh-CN' };

class Language {
  #lang = $state<Lang>('zh');

  get lang(): Lang {
    return this.#lang;
  }

  set lang(lang: Lang) {
    this.#lang = lang;
    if (typeof document !== 'undefined') document.documentElement.lang = NAMES[lang];
  }

  /** The words in the language of now. */
  say<Words>(catalogue: Record<Lang, Words>): Words {
    return catalogue[this.#lang];
  }
}

export const language = new Language();

/** The catalogue's word of one of several, with that of plain text for what is not in it. */
export const named = (reason: { en: string; zh: string }, lang: Lang): string => reason[lang] || reason.en || reason.zh;
