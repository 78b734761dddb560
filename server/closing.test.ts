import { expect, test, vi } from 'vitest';
import { createClosing } from './closing.ts';

test('what was opened last is closed first, once', async () => {
  const closed: string[] = [];
  const closing = createClosing(() => undefined);
  await closing.add('store', () => void closed.push('store'));
  await closing.add('labs', async () => void closed.push('labs'));
  await Promise.all([closing.close(), closing.close()]);
  expect(closed).toEqual(['labs', 'store']);
});

test('one that fails is told, and the others are closed all the same', async () => {
  const onFailed = vi.fn<(name: string, error: unknown) => void>();
  const close = vi.fn<() => void>();
  const error = new Error('stuck');
  const closing = createClosing(onFailed);
  await closing.add('store', close);
  await closing.add('labs', () => Promise.reject(error));
  await closing.close();
  expect(onFailed).toHaveBeenCalledWith('labs', error);
  expect(close).toHaveBeenCalledTimes(1);
});

test('what is opened after the closing began is closed at once, and stops the start', async () => {
  const close = vi.fn<() => void>();
  const closing = createClosing(() => undefined);
  await closing.close();
  await expect(closing.add('labs', close)).rejects.toThrow('told to stop');
  expect(close).toHaveBeenCalledTimes(1);
});
