import type { AnyCommand } from '../commands/command.ts';

/** A verb as the root help lists it. Its own module is loaded when it is called. */
export interface Verb {
  /** The words that call it, which are the path of its file as well. */
  path: readonly string[];
  /** Other words for the last one. */
  aliases: readonly string[];
  /** The heading of the root help. */
  group: string;
  /** One line. */
  summary: string;
  load(): Promise<AnyCommand>;
}

type Line = readonly [words: string, summary: string, load: () => Promise<{ command: AnyCommand }>];

/** Every verb under its heading, in the order of the help. What stands behind `|` is another name for the last word. */
const LINES: Readonly<Record<string, readonly Line[]>> = {
  'Image streams': [
    [
      'import-image',
      'Look an image up in its registry and record it in a stream',
      () => import('../commands/import-image.ts'),
    ],
    ['tag', 'Point tags of streams at an image, at another tag, or remove them', () => import('../commands/tag.ts')],
    ['new-app', 'Make the objects that run an image of a stream', () => import('../commands/new-app.ts')],
    [
      'watch',
      'Look the scheduled tags of all streams up again, from time to time',
      () => import('../commands/watch.ts'),
    ],
    ['resolve', 'Print the pull spec by digest that a tag means now', () => import('../commands/resolve.ts')],
    [
      'history',
      'List the images that a tag has had, with who brought them and why',
      () => import('../commands/history.ts'),
    ],
    [
      'diff',
      'Show what differs between two images of a tag, or of two tags; with -f, what an apply would change',
      () => import('../commands/diff.ts'),
    ],
    ['rollback', 'Put an earlier image of a tag back, and hold the tag there', () => import('../commands/rollback.ts')],
    ['pin', 'Hold a tag at the image that it has now', () => import('../commands/pin.ts')],
    ['unpin', 'Let a pinned tag follow its source again', () => import('../commands/unpin.ts')],
    ['image info', 'Show what a registry has under a name', () => import('../commands/image/info.ts')],
    ['image mirror', 'Copy images from registry to registry', () => import('../commands/image/mirror.ts')],
  ],
  Objects: [
    ['get', 'List objects, or print them as YAML, JSON or by template', () => import('../commands/get.ts')],
    [
      'describe',
      'Show streams, tags and images with their details and history',
      () => import('../commands/describe.ts'),
    ],
    ['create', 'Create objects from files', () => import('../commands/create.ts')],
    ['create imagestream|is', 'Create an empty stream', () => import('../commands/create/imagestream.ts')],
    [
      'create imagestreamtag|istag',
      'Create a tag in a stream, which is made if it is missing',
      () => import('../commands/create/imagestreamtag.ts'),
    ],
    [
      'create secret docker-registry',
      'Create a secret with the login for a registry',
      () => import('../commands/create/secret/docker-registry.ts'),
    ],
    [
      'create secret generic',
      'Create a secret from files or values',
      () => import('../commands/create/secret/generic.ts'),
    ],
    [
      'create configmap|cm',
      'Create a config map from files or values',
      () => import('../commands/create/configmap.ts'),
    ],
    ['create serviceaccount|sa', 'Create a service account', () => import('../commands/create/serviceaccount.ts')],
    ['apply', 'Make objects be as files say', () => import('../commands/apply.ts')],
    ['apply view-last-applied', 'Print what was applied last', () => import('../commands/apply/view-last-applied.ts')],
    [
      'apply set-last-applied',
      'Record files as what was applied last, and change nothing else',
      () => import('../commands/apply/set-last-applied.ts'),
    ],
    [
      'apply edit-last-applied',
      'Change what was applied last in a text editor',
      () => import('../commands/apply/edit-last-applied.ts'),
    ],
    ['replace', 'Replace objects by those of files', () => import('../commands/replace.ts')],
    ['patch', 'Change fields of objects', () => import('../commands/patch.ts')],
    ['edit', 'Change objects in a text editor', () => import('../commands/edit.ts')],
    ['label', 'Set and remove labels of objects', () => import('../commands/label.ts')],
    ['annotate', 'Set and remove annotations of objects', () => import('../commands/annotate.ts')],
    ['delete', 'Delete objects', () => import('../commands/delete.ts')],
    [
      'rollout history',
      'List the rollouts of a workload, or show the template of one',
      () => import('../commands/rollout/history.ts'),
    ],
    [
      'rollout status',
      'Say whether the newest template of a workload was rolled out',
      () => import('../commands/rollout/status.ts'),
    ],
    [
      'rollout latest',
      'Roll a deployment config out now, with the newest images of its triggers',
      () => import('../commands/rollout/latest.ts'),
    ],
    ['rollout undo', 'Bring an earlier rollout of a workload back', () => import('../commands/rollout/undo.ts')],
    ['rollout pause', 'Stop rolling out changes of a workload', () => import('../commands/rollout/pause.ts')],
    ['rollout resume', 'Roll out the changes of a workload again', () => import('../commands/rollout/resume.ts')],
  ],
  Settings: [
    [
      'adm prune images',
      'Remove old images from the histories of tags, and Image objects that nothing needs',
      () => import('../commands/adm/prune/images.ts'),
    ],
    [
      'set image-lookup',
      'Let workloads name the tags of streams instead of images',
      () => import('../commands/set/image-lookup.ts'),
    ],
    [
      'set triggers',
      'List and change what rolls out a workload or starts a build',
      () => import('../commands/set/triggers.ts'),
    ],
    ['secrets link', 'Link secrets to a service account', () => import('../commands/secrets/link.ts')],
    [
      'secrets prune',
      'Remove kept passwords that no secret names any more',
      () => import('../commands/secrets/prune.ts'),
    ],
    ['secrets unlink', 'Take secrets from a service account', () => import('../commands/secrets/unlink.ts')],
    ['login', "Save the user's own login for a registry", () => import('../commands/login.ts')],
    ['logout', "Remove the user's own logins for a registry", () => import('../commands/logout.ts')],
    [
      'registry login',
      'Write a login for a registry into a credential file',
      () => import('../commands/registry/login.ts'),
    ],
    [
      'registry check',
      'Say how a registry is reached, try it, and name what to mend',
      () => import('../commands/registry/check.ts'),
    ],
    ['git setup', 'Let git merge the files of the store by their meaning', () => import('../commands/git/setup.ts')],
    [
      'git check',
      'Find files of the store that a merge has left broken or false',
      () => import('../commands/git/check.ts'),
    ],
    [
      'git merge-driver',
      'Merge two versions of a file of a store, as git asks for it',
      () => import('../commands/git/merge-driver.ts'),
    ],
    ['project', 'Show or choose the namespace to work in', () => import('../commands/project.ts')],
    ['completion', 'Print a script that completes commands in a shell', () => import('../commands/completion.ts')],
  ],
};

export const VERBS: readonly Verb[] = Object.entries(LINES).flatMap(([group, lines]) =>
  lines.map(([words, summary, load]) => {
    const [path = '', ...aliases] = words.split('|');
    return { path: path.split(' '), aliases, group, summary, load: async () => (await load()).command };
  }),
);
