// Owns what happens when a code was read, by the camera or a hand scanner: a traveller opens its operation, a badge
// signs somebody in. Travellers are understood without the server.
import { server } from '../ask/server.ts';
import { floor } from './floor.svelte.ts';
import { trial } from './trial.svelte.ts';
import { decoded, way } from './way.svelte.ts';

export type Became = 'work' | 'badge' | 'word' | 'enrolment' | 'unknown' | 'away' | 'trial';

class Scanned {
  /** What was read last, for whoever waits for it. */
  last = $state<{ text: string; became: Became; told: string | null } | null>(null);
  /** A code to enrol with. */
  code = $state<string | null>(null);
  /** Whoever waits for a lead's badge takes it, and it signs nobody in. Answers what is to be said if it was not good. */
  forLead: ((badge: string) => Promise<string | null>) | null = null;
}

export const scanned = new Scanned();

const TRAVELLER = /^HF:WO:(.+):([^:]+)$/;

export async function found(text: string): Promise<Became> {
  const told = await understand(text.trim());
  scanned.last = { text: text.trim(), ...told };
  return told.became;
}

async function understand(text: string): Promise<{ became: Became; told: string | null }> {
  const enrolment = /#enrol=([^&\s]+)/.exec(text)?.[1];
  if (enrolment) {
    scanned.code = decoded(enrolment);
    return { became: 'enrolment', told: null };
  }
  if (trial.running || floor.stand !== 'enrolled') return { became: 'trial', told: null };
  if (text.startsWith('HF:B:')) {
    if (scanned.forLead) {
      const wrong = await scanned.forLead(text);
      return { became: wrong === null ? 'word' : 'unknown', told: wrong };
    }
    const answer = await floor.people.enter({ badge: text });
    if (answer.kind === 'in') return { became: 'badge', told: null };
    return { became: 'unknown', told: answer.kind === 'refused' ? `${answer.refusal.title} ${answer.refusal.remedy}` : null };
  }
  const traveller = TRAVELLER.exec(text);
  if (traveller) return opened(traveller[1] as string, traveller[2] as string);
  const here = floor.rows.find(row => row.work_order.toLowerCase() === text.toLowerCase());
  if (here) return opened(here.work_order, here.operation);
  const heard = await server.found(text);
  if (floor.told(heard)) {
    if (heard.body.kind === 'operation') return opened(heard.body.work_order, heard.body.operation);
    return { became: 'unknown', told: null };
  }
  if (heard.kind === 'refused') return { became: 'unknown', told: `${heard.refusal.title} ${heard.refusal.remedy}` };
  return { became: 'away', told: null };
}

function opened(work_order: string, operation: string): { became: Became; told: null } {
  if (floor.people.mayWork) way.go('work', work_order, operation);
  return { became: 'work', told: null };
}
