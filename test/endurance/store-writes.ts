import type { KubeObject } from '../../src/core/objects/meta.ts';
import type { ObjectStore } from '../../src/core/ports/object-store.ts';
import { parseLooks } from '../../src/core/schedule/look-memory.ts';
import { createWatchFiles } from '../../src/store/beside/watch-files.ts';
import { createDirectoryStore } from '../../src/store/directory-store.ts';
import { type FileSystem, orMissing } from '../../src/store/files/file-system.ts';
import type { ProcessIdentity } from '../../src/store/locks/process-identity.ts';
import { savedProject, saveProject } from '../../src/store/project-file.ts';

export const ROOT = '/store';
const key = { group: 'image.openshift.io', resource: 'imagestreams', namespace: 'default', name: 'app' };

/** A process that writes to a disk. */
export interface Writer {
  fs: FileSystem;
  identity: ProcessIdentity;
  /** Absent where waiting is an error, because nobody else lives. */
  clock?: { now(): number; sleep(milliseconds: number): Promise<void> };
}

/** One way in which the store's directory is written. What is there is a text; undefined where there is nothing. */
export interface StoreWrite {
  readonly what: string;
  /** What is there before, written by somebody who is gone. */
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** Puts a text in place of what is there; undefined removes. */
  put(writer: Writer, text: string | undefined): Promise<void>;
  /** Fails where something is there that is not whole. */
  read(writer: Writer): Promise<string | undefined>;
  /** Somebody died just before the new content would have taken its place. */
  readonly abandoned?: boolean;
  /** Files that are there when something is there, and nobody writes. */
  readonly files: readonly string[];
}

/** A clock on which time passes only by waiting. */
export function patientClock(): NonNullable<Writer['clock']> {
  let now = 0;
  return {
    now: () => now,
    async sleep(milliseconds) {
      now += milliseconds;
    },
  };
}

const impatient = {
  now: () => 0,
  sleep: () => Promise.reject(new Error('waited for a lock that nobody holds')),
};

const lockOptions = ({ fs, identity, clock = impatient }: Writer) => ({ fs, identity, ...clock });

const storeOf = (writer: Writer): ObjectStore => createDirectoryStore({ directory: ROOT, ...lockOptions(writer) });

const object = (text: string): KubeObject => ({
  apiVersion: 'image.openshift.io/v1',
  kind: 'ImageStream',
  metadata: { name: 'app' },
  spec: { text },
});

async function putObject(writer: Writer, text: string | undefined): Promise<void> {
  const store = storeOf(writer);
  const current = await store.get(key);
  if (text === undefined) {
    if (current) await store.delete(key);
  } else if (current) await store.update(key, { ...current, spec: { text } });
  else await store.create(key, object(text));
}

async function readObject(writer: Writer): Promise<string | undefined> {
  const store = storeOf(writer);
  const { items } = await store.list(key);
  const got = (await store.get(key)) as (KubeObject & { spec: { text: string } }) | undefined;
  if (items.length !== (got ? 1 : 0)) throw new Error('a list and a get do not agree');
  return got?.spec.text;
}

const objectWrites = (before: string | undefined, after: string | undefined, what: string): StoreWrite => ({
  what,
  before,
  after,
  put: putObject,
  read: readObject,
  files: ['/store/namespaces/default/image.openshift.io/imagestreams/app.yaml'],
});

const imageKeys = ['x', 'y', 'z'].map((name) => ({ group: 'image.openshift.io', resource: 'images', name }));
type StoredText = KubeObject & { text: string };

async function putImages(writer: Writer, text: string | undefined): Promise<void> {
  const store = storeOf(writer);
  const image = (name: string): KubeObject => ({
    apiVersion: 'image.openshift.io/v1',
    kind: 'Image',
    metadata: { name },
    text,
  });
  const found = await Promise.all(imageKeys.map((one) => store.get<StoredText>(one)));
  if (found.includes(undefined)) {
    return store.createMissing(imageKeys.map((one) => ({ key: one, object: image(one.name) })));
  }
  for (const one of imageKeys) await store.update(one, image(one.name));
}

/** Nothing where they are not all there: they were not said to be. */
async function readImages(writer: Writer): Promise<string | undefined> {
  const store = storeOf(writer);
  const found = await Promise.all(imageKeys.map((one) => store.get<StoredText>(one)));
  const texts = new Set(found.map((image) => image?.text));
  if (texts.has(undefined)) return undefined;
  if (texts.size > 1) throw new Error(`the images are ${[...texts].join(' and ')}`);
  return [...texts][0];
}

const imageWrites: StoreWrite = {
  what: 'several new images at once',
  before: undefined,
  after: 'a',
  put: putImages,
  read: readImages,
  files: imageKeys.map(({ name }) => `/store/cluster-scoped-resources/image.openshift.io/images/${name}.yaml`),
};

async function putLooks(writer: Writer, text: string | undefined): Promise<void> {
  const place = createWatchFiles({ directory: ROOT, ...lockOptions(writer) });
  const write = () => place.write(new Map([[text ?? '', { at: 1 }]]));
  await place.lead(new AbortController().signal, () => true, write);
}

async function readLooks({ fs }: Writer): Promise<string | undefined> {
  const [ignored, looks] = ['.gitignore', 'looks.json'].map((name) =>
    orMissing(() => fs.read(`${ROOT}/.watch/${name}`).toString()),
  );
  if (ignored !== undefined && ignored !== '*\n') throw new Error(`.gitignore is ${JSON.stringify(ignored)}`);
  if (looks === undefined) return undefined;
  const [text] = parseLooks(looks)?.keys() ?? [];
  if (text === undefined) throw new Error(`looks.json is ${JSON.stringify(looks)}`);
  return text;
}

const looksWrites = (before: string | undefined, what: string): StoreWrite => ({
  what,
  before,
  after: 'b',
  put: putLooks,
  read: readLooks,
  files: ['/store/.watch/.gitignore', '/store/.watch/looks.json'],
});

const projectWrites = (before: string | undefined, what: string): StoreWrite => ({
  what,
  before,
  after: 'toms-project',
  put: (writer, text) => saveProject(ROOT, text ?? '', lockOptions(writer)),
  read: async ({ fs }) => {
    const text = orMissing(() => fs.read(`${ROOT}/.project`).toString());
    if (text !== undefined && !/^[a-z-]+\n$/.test(text)) throw new Error(`.project is ${JSON.stringify(text)}`);
    return savedProject(ROOT, fs) || undefined;
  },
  files: ['/store/.project'],
});

export const STORE_WRITES: readonly StoreWrite[] = [
  objectWrites(undefined, 'a', 'the first object of a new store'),
  objectWrites('a', 'b'.repeat(5000), 'an update'),
  { ...objectWrites('a', 'b', 'an update after one that died'), abandoned: true },
  objectWrites('a', undefined, 'a deletion'),
  imageWrites,
  looksWrites(undefined, 'the first looks of a watch'),
  looksWrites('a', 'the next looks of a watch'),
  { ...looksWrites('a', 'the looks of a watch after one that died'), abandoned: true },
  projectWrites(undefined, 'the first project'),
  projectWrites('mars', 'another project'),
];
