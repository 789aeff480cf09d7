import type { FileState, FileSystem } from '../../src/store/files/file-system.ts';
import { seededRandom } from './seeded-random.ts';

interface Folder {
  kind: 'folder';
  ino: number;
  entries: Map<string, Node>;
  /** What the device is sure to hold. */
  durable: Map<string, Node>;
  /** Changes of entries since the folder was synced, in their order. Each comes to the device as a whole, or not. */
  pending: EntryChange[];
}

interface File {
  kind: 'file';
  ino: number;
  mode: number;
  data: Buffer;
  /** What the device is sure to hold; undefined while that is anything. */
  durable: Buffer | undefined;
}

interface Link {
  kind: 'link';
  ino: number;
  content: string;
}

type Node = (Folder | File | Link) & { mtimeMs?: number };

interface EntryChange {
  removed?: string;
  set?: [name: string, node: Node];
}

/** What a folder holds after the power came back, by name: a folder, a file's bytes, or a link's text. */
type Tree = Map<string, Tree | Buffer | string>;

/**
 * A disk in memory below the store, as POSIX promises it and not better: bytes of a file are durable when the file was
 * synced, a name when its folder was. Until then each change of a name may have come to the device or not, in any
 * order, and the bytes of a file may be missing, cut or zeros under a name that is there.
 */
export class VolatileDisk implements FileSystem {
  readonly #root: Folder;
  readonly #open = new Map<number, Node>();
  #count = 3;
  /** Told of each call before it is made. */
  beforeCall: (call: keyof FileSystem) => void = () => {};

  constructor(tree: Tree = new Map()) {
    this.#root = this.#grown(tree);
  }

  read(file: string): Buffer {
    this.beforeCall('read');
    const node = this.#node(file);
    if (node.kind === 'folder') throw failure('EISDIR', file);
    if (node.kind === 'link') throw failure('ENOENT', file);
    return Buffer.from(node.data);
  }

  list(folder: string): string[] {
    this.beforeCall('list');
    return [...this.#folder(folder).entries.keys()];
  }

  stat(file: string): FileState {
    this.beforeCall('stat');
    const node = this.#node(file);
    if (node.kind === 'link') throw failure('ENOENT', file);
    return stateOf(node);
  }

  lstat(file: string): FileState {
    this.beforeCall('lstat');
    return stateOf(this.#node(file));
  }

  makeFolders(folder: string): string | undefined {
    this.beforeCall('makeFolders');
    let at = this.#root;
    let first: string | undefined;
    const names = partsOf(folder);
    for (const [n, name] of names.entries()) {
      let next = at.entries.get(name);
      if (!next) {
        next = this.#grown(new Map());
        change(at, { set: [name, next] });
        first ??= `/${names.slice(0, n + 1).join('/')}`;
      }
      if (next.kind !== 'folder') throw failure('ENOTDIR', folder);
      at = next;
    }
    return first;
  }

  makeFolder(folder: string): void {
    this.beforeCall('makeFolder');
    this.#add(folder, this.#grown(new Map()));
  }

  removeFolder(folder: string): void {
    this.beforeCall('removeFolder');
    if (this.#folder(folder).entries.size > 0) throw failure('ENOTEMPTY', folder);
    const { above, name } = this.#place(folder);
    change(above, { removed: name });
  }

  create(file: string, mode: number): number {
    this.beforeCall('create');
    const node: Node = { kind: 'file', ino: this.#count++, mode, data: Buffer.alloc(0), durable: undefined };
    this.#add(file, node);
    return this.#opened(node);
  }

  openFolder(folder: string): number {
    this.beforeCall('openFolder');
    return this.#opened(this.#folder(folder));
  }

  write(descriptor: number, bytes: Uint8Array): number {
    this.beforeCall('write');
    const file = this.#open.get(descriptor) as File;
    file.data = Buffer.concat([file.data, bytes]);
    file.durable = undefined;
    return bytes.length;
  }

  changeMode(descriptor: number, mode: number): void {
    this.beforeCall('changeMode');
    (this.#open.get(descriptor) as File).mode = mode;
  }

  async sync(descriptor: number): Promise<void> {
    this.beforeCall('sync');
    const node = this.#open.get(descriptor);
    if (node?.kind === 'file') node.durable = node.data;
    if (node?.kind !== 'folder') return;
    node.durable = new Map(node.entries);
    node.pending = [];
  }

  close(descriptor: number): void {
    this.beforeCall('close');
    if (!this.#open.delete(descriptor)) throw failure('EBADF', String(descriptor));
  }

  rename(from: string, to: string): void {
    this.beforeCall('rename');
    const node = this.#node(from);
    const [old, next] = [this.#place(from), this.#place(to)];
    const there = next.above.entries.get(next.name);
    if (there?.kind === 'folder') {
      if (node.kind !== 'folder') throw failure('EISDIR', to);
      if (there.entries.size > 0) throw failure('ENOTEMPTY', to);
    } else if (there && node.kind === 'folder') throw failure('ENOTDIR', to);
    if (old.above === next.above) {
      change(next.above, { removed: old.name, set: [next.name, node] });
    } else {
      change(next.above, { set: [next.name, node] });
      change(old.above, { removed: old.name });
    }
  }

  link(file: string, name: string): void {
    this.beforeCall('link');
    const node = this.#node(file);
    if (node.kind === 'folder') throw failure('EPERM', file);
    this.#add(name, node);
  }

  remove(file: string): void {
    this.beforeCall('remove');
    if (this.#node(file).kind === 'folder') throw failure('EISDIR', file);
    const { above, name } = this.#place(file);
    change(above, { removed: name });
  }

  touch(file: string, seconds: number): void {
    this.beforeCall('touch');
    this.#node(file).mtimeMs = seconds * 1000;
  }

  watch(folder: string): () => void {
    throw failure('ENOSYS', folder);
  }

  /** How many files are open. */
  get descriptors(): number {
    return this.#open.size;
  }

  /** The paths of all files, and of all folders that are hidden or leases, sorted. */
  files(): string[] {
    const names = flat(standing(this.#root), true).map(([name]) => name);
    return names.filter((name) => !name.endsWith('/') || /\/(?:\.(?!watch\/)|lease)[^/]*\/$/.test(name));
  }

  /** The disk as programs see it. */
  standing(): Tree {
    return standing(this.#root);
  }

  /** Every disk that there may be when the power fails now, each once; where they are too many, some of each kind. */
  afterPowerLoss(): Tree[] {
    const changes = pendingBelow(this.#root);
    const found = new Map<string, Tree>();
    for (const kept of subsets(changes)) {
      for (const tree of survivors(this.#root, kept)) found.set(JSON.stringify(flat(tree, true)), tree);
    }
    return [...found.values()];
  }

  #grown(tree: Tree): Folder {
    const nodes = [...tree].map(([name, content]): [string, Node] => {
      const ino = this.#count++;
      if (typeof content === 'string') return [name, { kind: 'link', ino, content }];
      if (content instanceof Map) return [name, this.#grown(content)];
      return [name, { kind: 'file', ino, mode: 0o644, data: content, durable: content }];
    });
    return { kind: 'folder', ino: this.#count++, entries: new Map(nodes), durable: new Map(nodes), pending: [] };
  }

  #opened(node: Node): number {
    const descriptor = this.#count++;
    this.#open.set(descriptor, node);
    return descriptor;
  }

  #add(file: string, node: Node): void {
    const { above, name } = this.#place(file);
    if (above.entries.has(name)) throw failure('EEXIST', file);
    change(above, { set: [name, node] });
  }

  #place(file: string): { above: Folder; name: string } {
    const names = partsOf(file);
    const name = names.pop() as string;
    return { above: this.#folder(names.join('/')), name };
  }

  #folder(folder: string): Folder {
    const node = this.#node(folder);
    if (node.kind !== 'folder') throw failure('ENOTDIR', folder);
    return node;
  }

  #node(file: string): Node {
    let at: Node = this.#root;
    for (const name of partsOf(file)) {
      if (at.kind !== 'folder') throw failure('ENOTDIR', file);
      const next: Node | undefined = at.entries.get(name);
      if (!next) throw failure('ENOENT', file);
      at = next;
    }
    return at;
  }
}

const MOST_SUBSETS = 2 ** 9;

/** All subsets; of many things those that come first, those without one, and others by chance. */
function* subsets<T>(all: readonly T[]): Generator<Set<T>> {
  if (2 ** all.length <= MOST_SUBSETS) {
    for (let chosen = 0; chosen < 2 ** all.length; chosen++) yield new Set(all.filter((_, n) => chosen & (1 << n)));
    return;
  }
  const random = seededRandom(all.length);
  for (let n = 0; n <= all.length; n++) yield new Set(all.slice(0, n));
  for (const without of all) yield new Set(all.filter((one) => one !== without));
  for (let n = 0; n < MOST_SUBSETS; n++) yield new Set(all.filter(() => random() < 0.5));
}

/** Paths and contents of all files and links, sorted by path; the folders as well, where they are asked for. */
function flat(tree: Tree, folders = false, at = ''): [name: string, content: string][] {
  return [...tree]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, content]): [string, string][] => {
      const file = `${at}/${name}`;
      if (!(content instanceof Map)) return [[file, content.toString()]];
      return [...(folders ? [[`${file}/`, ''] as [string, string]] : []), ...flat(content, folders, file)];
    });
}

const partsOf = (file: string) => file.split(/[\\/]/).filter((name) => name !== '');

const failure = (code: string, file: string) => Object.assign(new Error(`${code}: ${file}`), { code });

function stateOf(node: Node): FileState {
  const { ino, mtimeMs = ino } = node;
  return node.kind === 'file'
    ? { ino, mtimeMs, mode: node.mode, size: node.data.length }
    : { ino, mtimeMs, mode: node.kind === 'folder' ? 0o040755 : 0o120777, size: 0 };
}

function change(folder: Folder, entry: EntryChange): void {
  applyChange(folder.entries, entry);
  folder.pending.push(entry);
}

function applyChange(entries: Map<string, Node>, { removed, set }: EntryChange): void {
  if (removed !== undefined) entries.delete(removed);
  if (set) entries.set(...set);
}

function standing(folder: Folder): Tree {
  return new Map(
    [...folder.entries].map(([name, node]): [string, Tree | Buffer | string] => {
      if (node.kind === 'folder') return [name, standing(node)];
      return [name, node.kind === 'link' ? node.content : Buffer.from(node.data)];
    }),
  );
}

/** Changes in folders that there are now, or that there were before they were removed. */
function pendingBelow(folder: Folder): EntryChange[] {
  const inside = new Set([...folder.durable.values(), ...folder.entries.values()]);
  for (const { set } of folder.pending) if (set) inside.add(set[1]);
  return [...folder.pending, ...[...inside].flatMap((node) => (node.kind === 'folder' ? pendingBelow(node) : []))];
}

/** What may be left of a folder when exactly these changes came to the device. */
function survivors(folder: Folder, kept: ReadonlySet<EntryChange>): Tree[] {
  const entries = new Map(folder.durable);
  for (const entry of folder.pending) if (kept.has(entry)) applyChange(entries, entry);
  let trees: Tree[] = [new Map()];
  for (const [name, node] of entries) {
    const contents = node.kind === 'folder' ? survivors(node, kept) : contentsOf(node);
    trees = trees.flatMap((tree) => contents.map((content) => new Map(tree).set(name, content)));
  }
  return trees;
}

function contentsOf(node: File | Link): (Buffer | string)[] {
  if (node.kind === 'link') return [node.content];
  if (node.durable) return [node.durable];
  const { data } = node;
  return [data, data.subarray(0, 0), data.subarray(0, data.length >> 1), Buffer.alloc(data.length)];
}
