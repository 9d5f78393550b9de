// The parts as somebody with gloves uses them.
import Numpad from '@holdfast/web-kit/parts/Numpad.svelte';
import StateMark from '@holdfast/web-kit/parts/StateMark.svelte';
import { language } from '@holdfast/web-kit/words/lang.svelte.ts';
import { fireEvent, render, screen } from '@testing-library/svelte';
import { beforeEach, describe, expect, test } from 'vitest';

beforeEach(() => { language.lang = 'en'; });

describe('our own keys', () => {
  const typed = async (value: string, press: string | null, key: string | null = null): Promise<string | null> => {
    let changed: string | null = null;
    render(Numpad, { value, max: 3, onchange: (next: string) => { changed = next; } });
    if (press) await fireEvent.click(screen.getByRole('button', { name: press }));
    if (key) await fireEvent.keyDown(window, { key });
    await new Promise(resolve => setTimeout(resolve, 90));
    return changed;
  };
  test('type a number', async () => expect(await typed('1', '2')).toBe('12'));
  test('begin anew after a zero', async () => expect(await typed('0', '2')).toBe('2'));
  test('take the last digit away', async () => expect(await typed('12', 'Delete')).toBe('1'));
  test('stop where it is long enough', async () => expect(await typed('123', '4')).toBeNull());
  test('are those of a keyboard too', async () => expect(await typed('1', null, '7')).toBe('17'));
  test('are not those of a hand scanner', async () => {
    let changed: string | null = null;
    render(Numpad, { value: '3', onchange: (next: string) => { changed = next; } });
    for (const key of 'HF:WO:MO-1:20') await fireEvent.keyDown(window, { key });
    await fireEvent.keyDown(window, { key: 'Enter' });
    for (const key of '690123456789') await fireEvent.keyDown(window, { key });
    await new Promise(resolve => setTimeout(resolve, 90));
    expect(changed).toBeNull();
  });
});

test('a state has a word and a shape, in both languages', () => {
  const { container, unmount } = render(StateMark, { state: 'blocked' });
  expect(container.textContent).toContain('Blocked');
  expect(container.querySelector('svg path')).not.toBeNull();
  unmount();
  language.lang = 'zh';
  expect(render(StateMark, { state: 'blocked' }).container.textContent).toContain('受阻');
});
