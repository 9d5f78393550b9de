// Both languages say the same things: no word is empty, and none of one language was left in the other.
import { shared } from '@holdfast/web-kit/words/index.ts';
import { expect, test } from 'vitest';
import { floorWords } from '../src/words/index.ts';

/** Every word of a catalogue by its path; what takes an argument is asked with samples. */
function said(catalogue: object, at = ''): [string, string][] {
  return Object.entries(catalogue).flatMap(([name, word]): [string, string][] => {
    const path = `${at}${name}`;
    if (typeof word === 'string') return [[path, word]];
    if (typeof word === 'function') return [[path, String((word as (...samples: unknown[]) => string)(2, 3, 4))]];
    return said(word as object, `${path}.`);
  });
}

test.each([['the kit', shared], ['the tablet', floorWords]] as const)('%s', (_name, { en, zh }) => {
  for (const [path, word] of said(en)) {
    expect(word.trim(), path).not.toBe('');
    if (path !== 'bar.otherLanguage') expect(word, path).not.toMatch(/\p{Script=Han}/u);
  }
  const chinese = said(zh);
  expect(chinese.map(([path]) => path).sort()).toEqual(said(en).map(([path]) => path).sort());
  for (const [path, word] of chinese) {
    expect(word.trim(), path).not.toBe('');
    if (/[a-z]{4,}/.test(word)) expect(word, path).toMatch(/\p{Script=Han}/u);
  }
});

test('the last try is one try, and the words are those of the glossary', () => {
  expect(floorWords.en.people.wrong(1)).toContain('One try');
  expect(floorWords.en.people.wrong(2)).toContain('2 tries');
  const chinese = JSON.stringify(said(floorWords.zh).map(([, word]) => word));
  expect(chinese).toContain('调机');
  for (const other of ['登记', '准备中', '开始准备', '吊销', '随工单']) expect(chinese, other).not.toContain(other);
});
