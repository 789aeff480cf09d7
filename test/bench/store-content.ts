// Stores of any size for the bench: what one real import wrote, varied.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createCommandLine } from '../support/command-line.ts';
import { startFixtureRegistry } from '../support/fixture-registry.ts';
import { createImage } from '../support/images.ts';

export const STREAMS = 'namespaces/default/image.openshift.io/imagestreams';
export const IMAGES = 'cluster-scoped-resources/image.openshift.io/images';
export const TAGS = ['1.0', '1.1', '2.0', '2.1', 'latest'];

/** The files of one import: a stream of the name `app` with a tag for each of `TAGS`, and an image for each tag. */
export interface Pattern {
  readonly stream: string;
  readonly images: readonly { readonly digest: string; readonly text: string }[];
}

/** Imports five tags over a socket and gives what that wrote. */
export async function importedPattern(): Promise<Pattern> {
  const registry = await startFixtureRegistry();
  const user = await createCommandLine();
  try {
    for (const tag of TAGS) {
      const image = createImage({
        seed: `store ${tag}`,
        layers: [400, 300, 200, 100, 100, 50, 50, 50],
        config: {
          Env: ['PATH=/usr/local/bin:/usr/bin:/bin', 'LANG=C.UTF-8', 'APP_HOME=/opt/app', `APP_VERSION=${tag}`],
          Labels: {
            'org.opencontainers.image.title': 'app',
            'org.opencontainers.image.version': tag,
            'org.opencontainers.image.source': 'https://git.example.com/team/app',
            'org.opencontainers.image.revision': createHash('sha1').update(tag).digest('hex'),
          },
        },
      });
      registry.push(image, 'team/app', tag);
    }
    const from = `--from=${registry.host}/team/app`;
    const { status, stderr } = await user.run(['import-image', 'app', from, '--all', '--confirm', '--insecure']);
    if (status !== 0) throw new Error(`import-image failed: ${status} ${stderr}`);
    const store = path.join(user.folder, '.imagestream');
    const images = readdirSync(path.join(store, IMAGES)).filter((name) => name.endsWith('.yaml'));
    return {
      stream: readFileSync(path.join(store, STREAMS, 'app.yaml'), 'utf8'),
      images: images.map((name) => ({
        digest: name.replace('sha256%3A', 'sha256:').replace('.yaml', ''),
        text: readFileSync(path.join(store, IMAGES, name), 'utf8'),
      })),
    };
  } finally {
    user.remove();
    await registry.stop();
  }
}

export const streamName = (n: number) => `app-${String(n).padStart(5, '0')}`;

/** Writes a store of streams that all have images of their own. */
export function writeStore(store: string, pattern: Pattern, streams: number): void {
  rmSync(store, { recursive: true, force: true });
  for (const folder of [STREAMS, IMAGES]) mkdirSync(path.join(store, folder), { recursive: true });
  for (let n = 0; n < streams; n++) {
    const varied = (text: string) =>
      text
        .replace(/\b(?:name: app$|team\/app\b)/gm, (found) => found.replace('app', streamName(n)))
        .replace(/sha256:[0-9a-f]{64}/g, (digest) => variedDigest(digest, n))
        .replace(/(uid: [0-9a-f-]{24})[0-9a-f]{12}/, (_, head: string) => head + n.toString(16).padStart(12, '0'));
    writeFileSync(path.join(store, STREAMS, `${streamName(n)}.yaml`), varied(pattern.stream));
    for (const { digest, text } of pattern.images) {
      const name = variedDigest(digest, n).replace(':', '%3A');
      writeFileSync(path.join(store, IMAGES, `${name}.yaml`), varied(text));
    }
  }
}

function variedDigest(digest: string, n: number): string {
  return `sha256:${createHash('sha256').update(`${digest} ${n}`).digest('hex')}`;
}

/** Writes a store of one stream that has many tags, each with a history, as imports over months leave it. */
export function writeLongStream(store: string, pattern: Pattern, name: string, tags: number, history: number): void {
  rmSync(store, { recursive: true, force: true });
  mkdirSync(path.join(store, STREAMS), { recursive: true });
  const [head = '', spec = '', status = ''] = sections(pattern.stream);
  const [specTag, statusTag] = [firstItem(spec, '- annotations'), firstItem(status, '- items')];
  const [event = ''] = /^ {4}- created(?:.*\n {6})+.*\n/m.exec(statusTag) ?? [];
  const tagNames = Array.from({ length: tags }, (_, n) => `v${String(n).padStart(5, '0')}`);
  const renamed = (text: string, tag: string) => text.replace(/"1\.0"$|\b1\.0$/gm, tag);
  const specs = tagNames.map((tag) => renamed(specTag, tag));
  const histories = tagNames.map((tag, n) => {
    const events = Array.from({ length: history }, (_, k) =>
      event.replace(/sha256:[0-9a-f]{64}/g, (digest) => variedDigest(digest, n * history + k)),
    );
    return renamed(statusTag.replace(event, events.join('')), tag);
  });
  const text = [
    head.replace(/name: app$/m, `name: ${name}`),
    spec.slice(0, spec.indexOf('  - annotations')),
    ...specs,
    status.slice(0, status.indexOf('  - items')),
    ...histories,
  ].join('');
  writeFileSync(path.join(store, STREAMS, `${name}.yaml`), text);
}

/** A stream's text up to `spec:`, up to `status:`, and to the end. */
function sections(text: string): string[] {
  const [spec, status] = [text.indexOf('\nspec:\n') + 1, text.indexOf('\nstatus:\n') + 1];
  return [text.slice(0, spec), text.slice(spec, status), text.slice(status)];
}

/** The first item of the list in a section. */
function firstItem(section: string, start: string): string {
  const at = section.indexOf(`  ${start}`);
  const next = section.indexOf('\n  - ', at) + 1;
  return section.slice(at, next > 0 ? next : undefined);
}
