import type { AnyCommand } from './command.ts';

/** A verb as the root help lists it. Its own module is loaded when it is called. */
export interface CommandEntry {
  path: readonly string[];
  aliases?: readonly string[];
  group: 'Image streams' | 'Objects' | 'Settings';
  summary: string;
  load(): Promise<AnyCommand>;
}

/** Every verb, in the order of the help. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    path: ['import-image'],
    group: 'Image streams',
    summary: 'Look an image up in its registry and record it in a stream',
    load: async () => (await import('./import-image.ts')).importImage,
  },
  {
    path: ['tag'],
    group: 'Image streams',
    summary: 'Point tags of streams at an image, at another tag, or remove them',
    load: async () => (await import('./tag.ts')).tag,
  },
  {
    path: ['resolve'],
    group: 'Image streams',
    summary: 'Print the pull spec by digest that a tag means now',
    load: async () => (await import('./resolve.ts')).resolve,
  },
  {
    path: ['get'],
    group: 'Objects',
    summary: 'List objects, or print them as YAML, JSON or by template',
    load: async () => (await import('./get.ts')).get,
  },
  {
    path: ['describe'],
    group: 'Objects',
    summary: 'Show streams, tags and images with their details and history',
    load: async () => (await import('./describe.ts')).describe,
  },
  {
    path: ['adm', 'prune', 'images'],
    group: 'Settings',
    summary: 'Remove old images from the histories of tags, and Image objects that nothing needs',
    load: async () => (await import('./adm-prune-images.ts')).admPruneImages,
  },
];
