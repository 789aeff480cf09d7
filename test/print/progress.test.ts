import { PassThrough } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import type { ProgressEvent } from '../../src/core/ports/progress.ts';
import { createProgress, isWatched, progressLine } from '../../src/print/progress.ts';

/** A stream that looks like a terminal and keeps what is written. */
function terminal(isTTY: boolean) {
  const through = new PassThrough();
  const written: string[] = [];
  through.on('data', (chunk) => written.push(String(chunk)));
  const move = () => true;
  const stream = Object.assign(through, { isTTY, columns: 80, cursorTo: move, clearLine: move, moveCursor: move });
  return { stream: stream as unknown as NodeJS.WriteStream, text: () => written.join('') };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

const imported = (done: number, ok = true): ProgressEvent => ({
  type: 'tag-imported',
  tag: `v${done}`,
  ok,
  done,
  total: 3,
});

describe('who sees progress', () => {
  test.each<[string, object, boolean]>([
    ['a terminal', {}, true],
    ['not a pipe', { stream: terminal(false).stream }, false],
    ['not CI', { ci: 'true' }, false],
    ['not a dumb terminal', { term: 'dumb' }, false],
    ['not when it is off', { off: true }, false],
  ])('%s', (_, facts, watched) => {
    expect(isWatched({ stream: terminal(true).stream, color: 0, unicode: true, ...facts })).toBe(watched);
  });

  test('nothing is written where nobody looks', async () => {
    const { stream, text } = terminal(false);
    const progress = createProgress({ stream, color: 0, unicode: true });
    progress.report({ type: 'import-started', total: 3 });
    progress.report(imported(1));
    progress.stop();
    await new Promise((resolve) => setImmediate(resolve));
    expect(text()).toBe('');
  });
});

test.each<[ProgressEvent, number, string | undefined]>([
  [{ type: 'import-started', total: 1 }, 0, 'importing'],
  [{ type: 'import-started', total: 12 }, 0, 'importing 12 tags'],
  [imported(2), 0, 'imported 2 of 3 tags: v2'],
  [imported(2, false), 1, 'imported 2 of 3 tags, 1 failed: v2'],
  [{ type: 'tag-imported', tag: '\u001b[2J', ok: true, done: 1, total: 1 }, 0, 'imported 1 of 1 tags: ^[[2J'],
  [
    { type: 'bytes-copied', bytes: 3e6, total: 12e6, time: 1500, scale: 'decimal' },
    0,
    '█████░░░░░░░░░░░░░░░░░░ 25% 3MB of 12MB, 2MB/s, 5s left',
  ],
  [{ type: 'note', text: 'waiting for\nthe lock' }, 0, 'waiting for the lock'],
  [{ type: 'finished' }, 0, undefined],
])('%j reads', (event, failures, line) => {
  expect(progressLine(event, { failures, rate: 2e6, columns: 77, unicode: true })).toBe(line);
});

describe('the spinner', () => {
  test('counts on a terminal and leaves nothing running', async () => {
    const { stream, text } = terminal(true);
    const progress = createProgress({ stream, color: 0, unicode: true });
    progress.report({ type: 'import-started', total: 3 });
    progress.report(imported(1, false));
    await until(() => text().includes('imported 1 of 3 tags, 1 failed: v1'));
    progress.report(imported(2));
    await until(() => text().includes('imported 2 of 3 tags, 1 failed: v2'));
    progress.report({ type: 'finished' });
    const before = text();
    progress.report(imported(3));
    await new Promise((resolve) => setImmediate(resolve));
    expect(text()).toBe(before);
  });

  test('is not started by a command that is done before it is loaded', async () => {
    const { stream, text } = terminal(true);
    const progress = createProgress({ stream, color: 0, unicode: true });
    progress.report({ type: 'import-started', total: 3 });
    progress.stop();
    await import('ora');
    await new Promise((resolve) => setImmediate(resolve));
    expect(text()).toBe('');
  });
});
