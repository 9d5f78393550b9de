// Owns amounts as the API writes them: exact decimal texts with at most six decimals. Never a float.

const SCALE = 1_000_000n;

/** Millionths of an amount; a text that is none counts as zero, because a screen must not fall over it. */
function millionths(text: string): bigint {
  const found = /^(-?)(\d{1,12})(?:\.(\d{1,6}))?$/.exec(text.trim());
  if (!found) return 0n;
  const value = BigInt(found[2] ?? '0') * SCALE + BigInt((found[3] ?? '').padEnd(6, '0'));
  return found[1] ? -value : value;
}

function written(value: bigint): string {
  const size = value < 0n ? -value : value;
  const rest = (size % SCALE).toString().padStart(6, '0').replace(/0+$/, '');
  return `${value < 0n ? '-' : ''}${size / SCALE}${rest ? `.${rest}` : ''}`;
}

export const plus = (a: string, b: string): string => written(millionths(a) + millionths(b));
export const minus = (a: string, b: string): string => written(millionths(a) - millionths(b));
export const isMore = (a: string, b: string): boolean => millionths(a) > millionths(b);
export const isZero = (a: string): boolean => millionths(a) === 0n;
/** Never below zero. */
export const left = (whole: string, ...parts: string[]): string => {
  const rest = parts.reduce((sum, part) => sum - millionths(part), millionths(whole));
  return written(rest < 0n ? 0n : rest);
};
/** The share of a whole between 0 and 1, for drawing. */
export const share = (part: string, whole: string): number => {
  const all = millionths(whole);
  return all <= 0n ? 0 : Math.max(0, Math.min(1, Number((millionths(part) * 10_000n) / all) / 10_000));
};
