// The tablet's words in both languages, and the one way to read them: told again when the language changes.
import { language } from '@holdfast/web-kit/words/lang.svelte.ts';
import { en } from './en.ts';
import { zh } from './zh.ts';

export const floorWords = { en, zh };
export const words = (): typeof en => language.say(floorWords);
