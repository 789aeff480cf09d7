import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { GLOBAL_FLAGS } from '../../src/cli/global-flags.ts';
import { flagValues, parseFlags } from '../../src/cli/pflag.ts';
import { IMAGE_STREAM } from '../../src/core/kinds/kind-names.ts';
import type { ImageStream } from '../../src/core/objects/image-stream.ts';
import { openCall } from '../../src/main/call/call.ts';
import { callOptions } from '../../src/main/call/options.ts';
import { createPorts } from '../../src/main/call/ports.ts';
import { createInterruption } from '../../src/main/process/interruption.ts';
import type { OwnProcess } from '../../src/main/process/process.ts';
import { openStore } from '../../src/main/process/store.ts';
import { openUser } from '../../src/main/user/user.ts';
import { memoryKeychain } from '../support/memory-keychain.ts';
import { aStream, aTag } from '../support/streams.ts';

let folder: string;
let said: string[];
let own: OwnProcess;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'imagestream-layers-'));
  said = [];
  const say = (text: string) => void said.push(text);
  own = {
    program: {
      ...{ name: 'imagestream', version: '0', build: {}, node: 'v20.18.1', platform: 'linux/amd64' },
      userAgent: 'imagestream/0',
    },
    output: { write: async () => {}, say, warn: say, paintMessages: () => {}, beforeWriting: () => {} },
    interruption: createInterruption(),
    keychain: memoryKeychain(),
    now: () => new Date('2026-03-01T10:00:00Z'),
  };
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const flagsOf = (...argv: string[]) => flagValues(parseFlags(argv, GLOBAL_FLAGS, ''), GLOBAL_FLAGS);

test('many calls of many users stand on one store, and each ends alone', async () => {
  const named = path.join(folder, 'store');
  const store = await openStore(own, { named, needed: false, safeDirectories: async () => [] });
  const users = await Promise.all(['red', 'blue'].map((name) => openUser(own, store, flagsOf('-n', name))));
  const aborters = [new AbortController(), new AbortController(), new AbortController()];
  const calls = aborters.map((interruption, index) => {
    const user = users[index % 2] as (typeof users)[number];
    const layers = { own, store, user };
    const options = callOptions(flagsOf(), undefined, interruption);
    return createPorts(
      layers,
      options,
      openCall(layers, options, () => {}),
    );
  });
  await Promise.all(
    calls.map(({ api, namespace }, index) => {
      const stream = aStream({ name: `s${index}`, namespace, tags: [aTag('a', { reference: true })] });
      return api.create<ImageStream>(IMAGE_STREAM, namespace, stream);
    }),
  );
  const seen = await calls[0]?.api.list(IMAGE_STREAM, undefined);
  const names = seen?.items.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
  expect(names?.sort()).toEqual(['blue/s1', 'red/s0', 'red/s2']);
  expect(said).toEqual([`created store ${named}\n`]);
  aborters[0]?.abort();
  expect(calls.map(({ signal }) => signal.aborted)).toEqual([true, false, false]);
  await Promise.all(users.map(({ registries }) => registries.close()));
});
