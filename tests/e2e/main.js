// Runs all stories, one after the other: `npm test` here, or `cargo xtask test --only e2e`, which brings all
// that they need. With HOLDFAST_PICTURES=FOLDER every state is kept there as a picture, to be looked at.
import { after } from 'node:test';
import { closeBrowser } from './browser.js';
import './stories/door.js';
import './stories/board.js';
import './stories/demo.js';
import './stories/live.js';
import './stories/states.js';
import './stories/calls.js';
import './stories/tablets.js';
import './stories/papers.js';
import './stories/outside.js';
import './stories/portal.js';
import './stories/portal-mail.js';
import './stories/portal-said.js';
import './stories/api.js';
import './stories/floor.js';
import './stories/floor-deeds.js';
import './stories/floor-offline.js';
import './stories/floor-clock.js';
import './stories/floor-newer.js';
import './stories/floor-live.js';
import './stories/floor-scan.js';
import './stories/floor-states.js';
import './stories/floor-camera.js';
import './stories/floor-help.js';
import './stories/floor-inspect.js';
import './stories/floor-kept.js';
import './stories/floor-lead.js';
import './stories/floor-states-more.js';

after(closeBrowser);
