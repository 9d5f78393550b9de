// @vitest-environment node
// The look holds its own promise: every ink is read on every ground that it stands on, at 7:1 or better.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const css = readFileSync(new URL('../src/look/look.css', import.meta.url), 'utf8');
const colour = (name: string): string => {
  const found = new RegExp(`--${name}: (#[0-9a-f]{6})`).exec(css)?.[1];
  if (!found) throw new Error(`there is no colour --${name}`);
  return found;
};
const luminance = (hex: string): number => {
  const [r, g, b] = [1, 3, 5].map(at => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (a: string, b: string): number => {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
};

const PAIRS: [ink: string, ground: string][] = [
  ...['paper', 'raised', 'sunk'].flatMap(ground => [['ink', ground], ['soft', ground]] as [string, string][]),
  ['on-deep', 'deep'], ['on-deep', 'deep-pressed'], ['deep', 'paper'], ['deep', 'raised'],
  ...['running', 'paused', 'blocked', 'late', 'news'].flatMap(state => [
    [`${state}-ink`, `${state}-ground`], [`${state}-ink`, 'raised'], [`${state}-ink`, 'paper'], [`on-${state}`, state],
  ] as [string, string][]),
];

test.each(PAIRS)('%s on %s', (ink, ground) => {
  expect(contrast(colour(ink), colour(ground))).toBeGreaterThanOrEqual(7);
});
