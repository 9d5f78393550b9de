// The deeds of this tablet.
import { Deeds } from './deeds.ts';
import { floor } from './floor.svelte.ts';

export const deeds = new Deeds(floor);
