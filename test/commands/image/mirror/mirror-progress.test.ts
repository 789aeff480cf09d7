import { expect, test } from '@jest/globals';
import { createMirrorProgress } from '../../../../src/commands/image/mirror/mirror-progress.ts';
import type { Phase } from '../../../../src/core/mirror/phases.ts';
import type { ProgressEvent } from '../../../../src/core/ports/progress.ts';

test('what is there already is not waited for', () => {
  const blobs = [100, 400, 500].map((size) => ({ digest: `sha256:${size}`, size, mediaType: '' }));
  const phases = [{ units: [{ repository: { groups: [{ blobs }] } }] }] as unknown as Phase[];
  const events: ProgressEvent[] = [];
  let time = 0;
  const report = (event: ProgressEvent) => void events.push(event);
  const progress = createMirrorProgress(phases, { now: () => new Date(time), report }, 'binary');
  progress.add(50);
  time = 1000;
  progress.spare(400);
  progress.add(50);
  expect(events).toEqual([
    { type: 'bytes-copied', bytes: 50, total: 1000, time: 0, scale: 'binary' },
    { type: 'bytes-copied', bytes: 100, total: 600, time: 1000, scale: 'binary' },
  ]);
  expect(progress.done()).toEqual({ bytes: 100, time: 1000 });
});
