// The shared words in both languages.
import { en } from './en.ts';
import { zh } from './zh.ts';

export const shared = { en, zh };
