// Owns what is loaded after the first screen: questions and screens that nobody needs in the first second. All of it is
// fetched when the first screen is there and the tablet is at rest, so that it is there without the server too.
import type { Component } from 'svelte';
import type { FloorRow } from '../ask/types.ts';
import type { Question } from '../floor/asking.svelte.ts';

type Asked = Component<{ row: FloorRow; question: Question; end: () => void }>;
type Loads = () => Promise<{ default: unknown }>;

const count = () => import('./Count.svelte');
const QUESTIONS: Record<Question, Loads> = {
  good: count, scrap: count, rework: count, finish: count,
  pause: () => import('./Pause.svelte'), call: () => import('./Call.svelte'), anyway: () => import('./Anyway.svelte'),
  correct: () => import('./Correct.svelte'), inspect: () => import('./Inspect.svelte'),
};

export const questionOf = async (question: Question): Promise<Asked> => (await QUESTIONS[question]()).default as Asked;

export const screens = {
  work: () => import('../screens/Work.svelte'),
  enrol: () => import('../screens/Enrol.svelte'),
  refused: () => import('../screens/Refused.svelte'),
  lead: () => import('../lead/Lead.svelte'),
  camera: () => import('../scan/Camera.svelte'),
};

/** Fetches the rest of the app. One that cannot be had now comes with the worker, or when it is asked for. */
export function fetchLater(): void {
  for (const load of [...Object.values(QUESTIONS), ...Object.values(screens)]) void load().catch(() => undefined);
}
