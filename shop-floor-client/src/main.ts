// Starts the app: the look, the size of a millimetre, the worker, and the first screen.
import '@holdfast/web-kit/look/look.css';
import './floor.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { floor } from './floor/floor.svelte.ts';
import { beginMeasure } from './floor/measure.ts';

beginMeasure();
mount(App, { target: document.getElementById('app') as HTMLElement });
void floor.open();
