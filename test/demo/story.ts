import { parseYaml } from '../../src/codec/parse-yaml.ts';
import { printYaml } from '../../src/codec/yaml.ts';
import type { ImageStream } from '../../src/core/objects/image-stream.ts';
import { createImage, type Image } from '../support/images.ts';

/** What the demo shows before it waits for a key. */
export interface Screen {
  /** A sentence. */
  readonly title: string;
  readonly steps: readonly Step[];
}

/** A sentence, a version that somebody pushes, or a command line. */
export type Step = string | { readonly push: Version } | CommandStep;

export interface CommandStep {
  /** As a user types it. */
  readonly run: string;
  /** With which code it is to end; 0 when absent. */
  readonly status?: number;
  /** What is shown of its output; all of it when absent. */
  readonly shown?: (output: string) => Promise<string>;
}

/** The place that the tag of the story follows. */
export const PLACE = 'registry.example.com/shop/web:prod';

/** Three versions of one image. The second is the one that crashes: it was told to start no worker. */
export const VERSIONS = {
  '1.0': version('1.0', 700, 4),
  '1.1': version('1.1', 900, 0),
  '1.2': version('1.2', 950, 4),
} as const;

export type Version = keyof typeof VERSIONS;

/** They share the layers of their base. */
function version(name: string, own: number, workers: number): Image {
  const config = { Env: ['PATH=/usr/bin:/bin', `WORKERS=${workers}`], Labels: { version: name } };
  return createImage({ seed: 'web', config, layers: [60_000, 9000, own] });
}

const FILE = '.imagestream/namespaces/default/image.openshift.io/imagestreams/web.yaml';

export const STORY: readonly Screen[] = [
  {
    title: 'A stream is a name; its tags follow images. No layer is downloaded.',
    steps: [
      { push: '1.0' },
      { run: `imagestream import-image web:prod --from=${PLACE} --confirm -o name` },
      'The stream is a file, good in git (shortened):',
      { run: `cat ${FILE}`, shown: shortened },
    ],
  },
  {
    title: 'A push moves the tag, and diff tells what that brought.',
    steps: [
      { push: '1.1' },
      { run: 'imagestream import-image web:prod -o name' },
      { run: 'imagestream diff web:prod' },
    ],
  },
  {
    title: 'A rollback puts an image back, and holds against the next push.',
    steps: [
      { run: 'imagestream rollback web:prod --reason="starts no workers"' },
      { push: '1.2' },
      { run: 'imagestream import-image web:prod', status: 1 },
      { run: 'imagestream history web:prod' },
    ],
  },
  {
    title: 'Scripts, docker compose and others run what the tag has, by digest.',
    steps: [{ run: 'imagestream resolve --all -o env > images.env; cat images.env' }],
  },
];

/** What a reader may try next, in this order. */
export const TRY = [
  'imagestream unpin web:prod                # follow the registry again: 1.2',
  'imagestream rollback web:prod --to=1      # and back to the first',
  'imagestream describe is/web               # all that the tag has been',
] as const;

/** The stream with the fields that the story is about. */
async function shortened(text: string): Promise<string> {
  const { apiVersion, kind, spec, status } = (await parseYaml(text, FILE)) as ImageStream;
  return printYaml({
    apiVersion,
    kind,
    spec: { tags: spec.tags?.map(({ from, name }) => ({ from, name })) },
    status: {
      tags: status?.tags?.map(({ items, tag }) => ({
        items: items?.map(({ created, image }) => ({ created, image })),
        tag,
      })),
    },
  });
}
