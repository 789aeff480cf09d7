import os from 'node:os';
import type { Ports } from '../../src/commands/command.ts';
import type { Credential } from '../../src/core/ports/credential-source.ts';
import type { ProgressEvent } from '../../src/core/ports/progress.ts';
import { layerFiles } from '../../src/files/layers/layer-files.ts';
import { createLayerInputs } from '../../src/files/layers/layer-inputs.ts';
import { createRegistry, type RegistryOptions } from '../../src/registry/client.ts';
import { type FixtureRegistry, startFixtureRegistry } from './fixture-registry.ts';
import { anImageApi } from './image-api.ts';
import { type InProcessOutcome, runInProcess } from './in-process.ts';
import type { AccessMode } from './registry-access.ts';

/** The `image` commands in this process, with the real client and a registry on a socket. */
export interface ImagesSite {
  readonly registry: FixtureRegistry;
  readonly host: string;
  /** The login that every registry gets. */
  credential: Credential | undefined;
  /** Ends the commands that are running. */
  aborter: AbortController;
  /** What `-f` reads, by name. */
  readonly files: Record<string, string>;
  /** What was reported to somebody who watches. */
  readonly events: ProgressEvent[];
  /** Begins as a new process would: without tokens. */
  forget(): void;
  run(...argv: string[]): Promise<InProcessOutcome>;
  stop(): Promise<void>;
}

/** `options`: of the client; it waits for nothing when absent. */
export async function startImagesSite(
  access: AccessMode = { mode: 'open' },
  options: Partial<RegistryOptions> = {},
): Promise<ImagesSite> {
  const registry = await startFixtureRegistry({ access });
  const createClient = () =>
    createRegistry({
      env: {},
      userAgent: 'imagestream/test',
      now: () => Date.now(),
      sleep: async () => {},
      random: () => 0,
      ...options,
    });
  let client = createClient();
  const clients = [client];
  const fixture = anImageApi();
  const site: ImagesSite = {
    registry,
    host: registry.host,
    credential: undefined,
    aborter: new AbortController(),
    files: {},
    events: [],
    run: (...argv) => {
      const { signal } = site.aborter;
      const ports: Partial<Ports> = {
        api: fixture.api,
        namespace: 'demo',
        now: fixture.context.now,
        platform: fixture.context.settings.platform,
        report: (event) => void site.events.push(event),
        files: {
          read: async (file) => Buffer.from(site.files[file] ?? ''),
          readStdin: async () => Buffer.from(site.files['-'] ?? ''),
        } as Partial<Ports['files']> as Ports['files'],
        layers: layerFiles,
        layerInputs: () =>
          createLayerInputs({
            temporary: os.tmpdir(),
            stdin: async function* () {
              yield Buffer.from(site.files['-'] ?? '', 'latin1');
            },
          }),
        signal,
        registries: () => ({
          registry: client,
          transfer: () => client.transfer(),
          credentials: { find: async () => site.credential },
        }),
      };
      const open = async () => ({ ports: ports as Ports, close: async () => {} });
      return runInProcess(fixture, argv, { signal, open });
    },
    forget: () => {
      client = createClient();
      clients.push(client);
    },
    stop: async () => {
      await Promise.all(clients.map((each) => each.close()));
      await registry.stop();
    },
  };
  return site;
}
