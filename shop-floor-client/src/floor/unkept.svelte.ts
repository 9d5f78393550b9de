// Owns the loudest thing a tablet can say: that something was not written down. What was entered is not lost as long as
// the screen that asked for it stays.

class Unkept {
  /** What the browser said; nothing while all is well. */
  fault = $state<string | null>(null);
  /** The store is gone for good under this app: only opening it again helps. */
  lost = $state(false);

  tell(fault: unknown): void {
    this.fault = fault instanceof Error ? `${fault.name}: ${fault.message}` : String(fault);
  }

  read(): void {
    this.fault = null;
  }
}

export const unkept = new Unkept();
