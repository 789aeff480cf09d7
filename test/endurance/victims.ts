import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ImageStream } from '../../src/core/objects/image-stream.ts';
import type { KubeObject } from '../../src/core/objects/meta.ts';
import { createDirectoryStore } from '../../src/store/directory-store.ts';
import { type CommandLine, createCommandLine } from '../support/command-line.ts';
import type { FixtureRegistry } from '../support/fixture-registry.ts';
import { createImage } from '../support/images.ts';

/** A command that is killed again and again over one store, and what it must not lose. */
export interface Victim {
  readonly user: CommandLine;
  readonly directory: string;
  /** Folders that the command writes to, and that are there before it is killed. */
  readonly folders: readonly string[];
  /** Makes something to do, and says how it is asked for. */
  prepare(round: number): Promise<readonly string[]>;
  /** The command that is run after a killed one, as it would be by a user who tries again. */
  again(round: number): Promise<readonly string[]>;
  /** Where a command goes on until it is killed: whether it has done everything. */
  isDone?(stdout: string): boolean;
  /**
   * Says what is missing.
   * @param done whether the round's command has said that it is done
   */
  check(round: number, done: boolean, stdout: string): Promise<string[]>;
}

const TAGS = ['a', 'b', 'c', 'd'];
const FOLDERS = [
  'namespaces/default/image.openshift.io/imagestreams',
  'cluster-scoped-resources/image.openshift.io/images',
];

/** Each with a store of its own, to be removed with its user. */
export const VICTIMS: readonly [what: string, create: (registry: FixtureRegistry) => Promise<Victim>][] = [
  ['import-image', importing],
  ['tag', tagging],
  ['apply', applying],
  ['adm prune images', pruning],
  ['watch', watching],
];

/** A store of its own for a command, with its folders. */
async function site(folders: readonly string[] = FOLDERS) {
  const user = await createCommandLine();
  const directory = path.join(user.folder, '.imagestream');
  const places = folders.map((folder) => path.join(directory, folder));
  for (const place of places) mkdirSync(place, { recursive: true });
  const store = createDirectoryStore({ directory });
  const collection = { group: 'image.openshift.io', resource: 'imagestreams', namespace: 'default' };
  return {
    user,
    directory,
    folders: places,
    stream: (name: string) => store.get<ImageStream & KubeObject>({ ...collection, name }),
    images: async () => {
      const { items } = await store.list({ group: 'image.openshift.io', resource: 'images' });
      return new Set(items.map(({ metadata }) => metadata.name));
    },
    object: (resource: string, group: string, name: string) =>
      store.get({ group, resource, namespace: 'default', name }),
  };
}

async function must(user: CommandLine, ...args: string[]): Promise<void> {
  const { status, stderr } = await user.run(args);
  if (status !== 0) throw new Error(`imagestream ${args.join(' ')}: ${status} ${stderr}`);
}

/** Digests that a tag has had, newest first. */
function history(stream: ImageStream | undefined, tag: string): string[] {
  const found = stream?.status.tags?.find((each) => each.tag === tag);
  return (found?.items ?? []).map(({ image }) => image);
}

/** New images under the same tags, and which digest each tag had in each round. */
function pushes(registry: FixtureRegistry, repository: string) {
  const rounds: Map<string, string>[] = [];
  return {
    push(round: number): void {
      const images = TAGS.map((tag) => [tag, createImage({ seed: `${repository} ${round} ${tag}` })] as const);
      for (const [tag, image] of images) registry.push(image, repository, tag);
      rounds[round] = new Map(images.map(([tag, { digest }]) => [tag, digest]));
    },
    digest: (round: number, tag: string) => rounds[round]?.get(tag) as string,
    /** Newest first, up to this round. */
    digests: (round: number, tag: string) =>
      rounds
        .slice(0, round + 1)
        .flatMap((digests) => digests.get(tag) ?? [])
        .reverse(),
  };
}

const importAll = (registry: FixtureRegistry, repository: string) => [
  ...['import-image', 'app', `--from=${registry.host}/${repository}`, '--all', '--confirm', '--insecure'],
];

/** What a tag's history is, against what it has to be or, where the command did not end, may still be. */
function wrongHistory(tag: string, found: string[], expected: string[], done: boolean): string[] {
  const [now, before] = [expected.join(), expected.slice(1).join()];
  if (found.join() === now || (!done && found.join() === before)) return [];
  return [`the history of ${tag} has ${found.length} of ${expected.length} images`];
}

async function importing(registry: FixtureRegistry): Promise<Victim> {
  const { stream, images, ...rest } = await site();
  const pushed = pushes(registry, 'team/import');
  const command = importAll(registry, 'team/import');
  return {
    ...rest,
    async prepare(round) {
      pushed.push(round);
      return command;
    },
    again: async () => command,
    async check(round, done) {
      const [app, stored] = [await stream('app'), await images()];
      return TAGS.flatMap((tag) => {
        const found = history(app, tag);
        const wrong = wrongHistory(tag, found, pushed.digests(round, tag), done);
        return [...wrong, ...found.filter((image) => !stored.has(image)).map((image) => `no Image ${image}`)];
      });
    },
  };
}

async function tagging(registry: FixtureRegistry): Promise<Victim> {
  const { user, stream, ...rest } = await site(FOLDERS.slice(0, 1));
  const image = createImage({ seed: 'base' });
  registry.push(image, 'team/tag', 'base');
  await must(user, 'import-image', 'app:base', `--from=${registry.host}/team/tag:base`, '--confirm', '--insecure');
  const command = async (round: number) => ['tag', 'app:base', `app:t${round}`];
  return {
    ...rest,
    user,
    prepare: command,
    again: command,
    async check(round, done) {
      const app = await stream('app');
      const names = Array.from({ length: done ? round + 1 : round }, (_, n) => `t${n}`);
      const kept = (name: string) =>
        app?.spec.tags?.some((tag) => tag.name === name) && history(app, name).join() === image.digest;
      return names.filter((name) => !kept(name)).map((name) => `tag ${name} is lost`);
    },
  };
}

async function applying(): Promise<Victim> {
  const { user, object, ...rest } = await site([
    ...['namespaces/default/image.openshift.io/imagestreams', 'namespaces/default/core/configmaps'],
  ]);
  const kinds = [
    ['image.openshift.io/v1', 'ImageStream', 'imagestreams'],
    ['v1', 'ConfigMap', 'configmaps'],
  ] as const;
  const file = path.join(user.folder, 'objects.yaml');
  const command = ['apply', '-f', file];
  return {
    ...rest,
    user,
    async prepare(round) {
      const documents = kinds.flatMap(([apiVersion, kind]) =>
        TAGS.map((name) => ({ apiVersion, kind, metadata: { name, annotations: { round: String(round) } } })),
      );
      writeFileSync(file, documents.map((document) => JSON.stringify(document)).join('\n---\n'));
      return command;
    },
    again: async () => command,
    async check(round, done) {
      const wrong: string[] = [];
      for (const [apiVersion, , resource] of kinds) {
        for (const name of TAGS) {
          const found = await object(resource, apiVersion === 'v1' ? '' : 'image.openshift.io', name);
          const at = found ? Number(found.metadata.annotations?.round) : -1;
          if (at !== round && (done || at !== round - 1)) wrong.push(`${resource}/${name} is of round ${at}`);
        }
      }
      return wrong;
    },
  };
}

async function pruning(registry: FixtureRegistry): Promise<Victim> {
  const { user, stream, images, ...rest } = await site();
  const pushed = pushes(registry, 'team/prune');
  const command = [
    ...['adm', 'prune', 'images', '--keep-younger-than=0s', '--keep-tag-revisions=1', '--num-workers=1', '--confirm'],
  ];
  return {
    ...rest,
    user,
    async prepare(round) {
      pushed.push(round);
      await must(user, ...importAll(registry, 'team/prune'));
      return command;
    },
    again: async () => command,
    async check(round, done) {
      const [app, stored] = [await stream('app'), await images()];
      const wrong = TAGS.flatMap((tag) => {
        const found = history(app, tag);
        const lost = found.filter((image) => !stored.has(image)).map((image) => `no Image ${image}`);
        if (found[0] !== pushed.digest(round, tag)) lost.push(`the image of ${tag} is lost`);
        if (done && found.length !== 1) lost.push(`${found.length} images in the history of ${tag}`);
        return lost;
      });
      if (done && stored.size !== TAGS.length) wrong.push(`${stored.size} Images are left`);
      return wrong;
    },
  };
}

/** Somewhat more than the shortest interval with what may be added to it. */
const DUE_AGAIN = 1_150;

async function watching(registry: FixtureRegistry): Promise<Victim> {
  const { user, stream, images, ...rest } = await site();
  const pushed = pushes(registry, 'team/watch');
  for (const tag of TAGS) {
    registry.push(createImage({ seed: `watch ${tag}` }), 'team/watch', tag);
    const from = `--from=${registry.host}/team/watch:${tag}`;
    await must(user, 'import-image', `${tag}:now`, from, '--confirm', '--insecure', '--scheduled');
  }
  const due = () => new Promise((resolve) => setTimeout(resolve, DUE_AGAIN));
  const changes = (stdout: string) =>
    stdout
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as { event: string; stream: string; image: string })
      .filter(({ event }) => event === 'changed');
  return {
    ...rest,
    user,
    async prepare(round) {
      pushed.push(round);
      await due();
      return ['watch', '--interval', '1s', '-o', 'json'];
    },
    async again() {
      await due();
      return ['watch', '--once', '--interval', '1s'];
    },
    isDone: (stdout) => changes(stdout).length === TAGS.length,
    async check(round, done, stdout) {
      const stored = await images();
      const wrong: string[] = [];
      const told = new Map(changes(stdout).map((event) => [event.stream, event.image]));
      for (const name of TAGS) {
        // The first image of all is older than the first round.
        const found = history(await stream(name), 'now').slice(0, -1);
        wrong.push(...wrongHistory(name, found, pushed.digests(round, name), done || told.has(name)));
        if (told.has(name) && told.get(name) !== found[0]) wrong.push(`the image of ${name} that was told is lost`);
        wrong.push(...found.filter((image) => !stored.has(image)).map((image) => `no Image ${image}`));
      }
      return wrong;
    },
  };
}
