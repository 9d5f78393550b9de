// Owns which question is open about a row: how many, why, who decides. One at a time; `Asking.svelte` draws it. A
// question ends with the screen that asked it, and with the lock.
import type { FloorRow } from '../ask/types.ts';

export type Question = 'good' | 'scrap' | 'rework' | 'finish' | 'pause' | 'call' | 'anyway' | 'correct' | 'inspect';

class AskingAbout {
  about = $state.raw<{ row: FloorRow; question: Question } | null>(null);

  begin(row: FloorRow, question: Question): void {
    this.about = { row, question };
  }

  end(): void {
    this.about = null;
  }
}

export const asking = new AskingAbout();
