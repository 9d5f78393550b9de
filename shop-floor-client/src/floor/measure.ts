// Owns how large a millimetre is on this screen: measured once against a bank card, and kept beside the page so
// that the first picture has the right size already.

const NAME = 'holdfast-px-per-mm';
/** A bank card, ISO/IEC 7810 ID-1. */
export const CARD = { width: 85.6, height: 53.98 };
const LEAST = 2.5;
const MOST = 12;

/** Until somebody has measured: a tablet's own pixel is about a 160th of an inch, a desk's a 96th. */
const guessed = (): number => (matchMedia('(pointer: coarse)').matches ? 5.9 : 3.78);

const sane = (value: number): number => Math.min(MOST, Math.max(LEAST, value));

export function measured(): number | null {
  const kept = Number(localStorage.getItem(NAME));
  return kept > 0 ? sane(kept) : null;
}

function apply(pxPerMm: number): void {
  document.documentElement.style.setProperty('--mm', `${pxPerMm}px`);
}

export const pxPerMm = (): number => measured() ?? guessed();

export function beginMeasure(): void {
  apply(pxPerMm());
}

export function keepMeasure(value: number): void {
  localStorage.setItem(NAME, String(sane(value)));
  apply(sane(value));
}
