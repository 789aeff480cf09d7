import type { AnyCommand, Command } from '../commands/command.ts';
import type { AnyPrinter, PreparePrinter } from '../print/printed.ts';

/** A verb as the root help lists it. Its own module, and that of its printer, are loaded when it is called. */
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
  loadPrinter(): Promise<AnyPrinter>;
}

type Line = Omit<Verb, 'group'>;

/**
 * One verb.
 *
 * @param words what calls it; what stands behind `|` is another name for the last word
 * @param command loads its module
 * @param printer loads what prints its result; one for another request or result does not compile
 */
function verb<Request, Result>(
  words: string,
  summary: string,
  command: () => Promise<{ command: Command<Request, Result> }>,
  printer: () => Promise<{ prepare: PreparePrinter<Request, Result> }>,
): Line {
  const [path = '', ...aliases] = words.split('|');
  return {
    path: path.split(' '),
    aliases,
    summary,
    load: async () => (await command()).command,
    loadPrinter: async () => (await printer()).prepare,
  };
}

const objectMessages = () => import('../print/objects/object-messages.ts');
const pin = () => import('../print/objects/pin-change.ts');

/** Every verb under its heading, in the order of the help. */
const LINES: Readonly<Record<string, readonly Line[]>> = {
  'Image streams': [
    verb(
      'import-image',
      'Look an image up in its registry and record it in a stream',
      () => import('../commands/import-image.ts'),
      () => import('../print/import-image.ts'),
    ),
    verb(
      'tag',
      'Point tags of streams at an image, at another tag, or remove them',
      () => import('../commands/tag.ts'),
      () => import('../print/tag.ts'),
    ),
    verb(
      'promote',
      'Give the images of one tag to another tag, in several streams at once',
      () => import('../commands/promote.ts'),
      () => import('../print/promote.ts'),
    ),
    verb(
      'new-app',
      'Make the objects that run an image of a stream',
      () => import('../commands/new-app.ts'),
      () => import('../print/new-app.ts'),
    ),
    verb(
      'watch',
      'Look the scheduled tags of all streams up again, from time to time',
      () => import('../commands/watch.ts'),
      () => import('../print/watch.ts'),
    ),
    verb(
      'status',
      'Show a project at a glance: what runs which image, what follows what, what fails',
      () => import('../commands/status.ts'),
      () => import('../print/status.ts'),
    ),
    verb(
      'resolve',
      'Print the pull spec by digest that a tag means now',
      () => import('../commands/resolve.ts'),
      () => import('../print/resolve.ts'),
    ),
    verb(
      'history',
      'List the images that a tag has had, with who brought them and why',
      () => import('../commands/history.ts'),
      () => import('../print/history.ts'),
    ),
    verb(
      'diff',
      'Show what differs between two images of a tag, or of two tags; with -f, what an apply would change',
      () => import('../commands/diff.ts'),
      () => import('../print/diff.ts'),
    ),
    verb(
      'rollback',
      'Put an earlier image of a tag back, and hold the tag there',
      () => import('../commands/rollback.ts'),
      pin,
    ),
    verb('pin', 'Hold a tag at the image that it has now', () => import('../commands/pin.ts'), pin),
    verb('unpin', 'Let a pinned tag follow its source again', () => import('../commands/unpin.ts'), pin),
    verb(
      'image info',
      'Show what a registry has under a name',
      () => import('../commands/image/info.ts'),
      () => import('../print/image/info.ts'),
    ),
    verb(
      'image extract',
      'Copy files from images to folders',
      () => import('../commands/image/extract.ts'),
      () => import('../print/image/extract.ts'),
    ),
    verb(
      'image append',
      'Put layers on top of an image, or change its configuration, and push it',
      () => import('../commands/image/append.ts'),
      () => import('../print/image/append.ts'),
    ),
    verb(
      'image mirror',
      'Copy images from registry to registry',
      () => import('../commands/image/mirror.ts'),
      () => import('../print/image/mirror.ts'),
    ),
  ],
  Objects: [
    verb(
      'get',
      'List objects, or print them as YAML, JSON or by template',
      () => import('../commands/get.ts'),
      () => import('../print/get.ts'),
    ),
    verb(
      'describe',
      'Show streams, tags and images with their details and history',
      () => import('../commands/describe.ts'),
      () => import('../print/describe.ts'),
    ),
    verb('create', 'Create objects from files', () => import('../commands/create.ts'), objectMessages),
    verb(
      'create imagestream|is',
      'Create an empty stream',
      () => import('../commands/create/imagestream.ts'),
      objectMessages,
    ),
    verb(
      'create imagestreamtag|istag',
      'Create a tag in a stream, which is made if it is missing',
      () => import('../commands/create/imagestreamtag.ts'),
      objectMessages,
    ),
    verb(
      'create secret docker-registry',
      'Create a secret with the login for a registry',
      () => import('../commands/create/secret/docker-registry.ts'),
      objectMessages,
    ),
    verb(
      'create secret generic',
      'Create a secret from files or values',
      () => import('../commands/create/secret/generic.ts'),
      objectMessages,
    ),
    verb(
      'create configmap|cm',
      'Create a config map from files or values',
      () => import('../commands/create/configmap.ts'),
      objectMessages,
    ),
    verb('create namespace|ns', 'Create a namespace', () => import('../commands/create/namespace.ts'), objectMessages),
    verb(
      'create serviceaccount|sa',
      'Create a service account',
      () => import('../commands/create/serviceaccount.ts'),
      objectMessages,
    ),
    verb('apply', 'Make objects be as files say', () => import('../commands/apply.ts'), objectMessages),
    verb(
      'apply view-last-applied',
      'Print what was applied last',
      () => import('../commands/apply/view-last-applied.ts'),
      () => import('../print/apply/view-last-applied.ts'),
    ),
    verb(
      'apply set-last-applied',
      'Record files as what was applied last, and change nothing else',
      () => import('../commands/apply/set-last-applied.ts'),
      objectMessages,
    ),
    verb(
      'apply edit-last-applied',
      'Change what was applied last in a text editor',
      () => import('../commands/apply/edit-last-applied.ts'),
      objectMessages,
    ),
    verb('replace', 'Replace objects by those of files', () => import('../commands/replace.ts'), objectMessages),
    verb('patch', 'Change fields of objects', () => import('../commands/patch.ts'), objectMessages),
    verb('edit', 'Change objects in a text editor', () => import('../commands/edit.ts'), objectMessages),
    verb('label', 'Set and remove labels of objects', () => import('../commands/label.ts'), objectMessages),
    verb('annotate', 'Set and remove annotations of objects', () => import('../commands/annotate.ts'), objectMessages),
    verb(
      'wait',
      'Wait until objects are as wanted',
      () => import('../commands/wait.ts'),
      () => import('../print/wait.ts'),
    ),
    verb(
      'extract',
      'Write the keys of secrets and config maps to files',
      () => import('../commands/extract.ts'),
      () => import('../print/extract.ts'),
    ),
    verb('delete', 'Delete objects', () => import('../commands/delete.ts'), objectMessages),
    verb(
      'explain',
      'Say what a type is for, and what its fields mean',
      () => import('../commands/explain.ts'),
      () => import('../print/explain.ts'),
    ),
    verb(
      'api-resources',
      'List the types that there are',
      () => import('../commands/api-resources.ts'),
      () => import('../print/api-resources.ts'),
    ),
    verb(
      'api-versions',
      'List the API versions of the types',
      () => import('../commands/api-versions.ts'),
      () => import('../print/api-versions.ts'),
    ),
    verb('scale', 'Write how many pods of a workload are wanted', () => import('../commands/scale.ts'), objectMessages),
    verb(
      'rollout history',
      'List the rollouts of a workload, or show the template of one',
      () => import('../commands/rollout/history.ts'),
      () => import('../print/rollout/history.ts'),
    ),
    verb(
      'rollout status',
      'Say whether the newest template of a workload was rolled out',
      () => import('../commands/rollout/status.ts'),
      () => import('../print/rollout/status.ts'),
    ),
    verb(
      'rollout latest',
      'Roll a deployment config out now, with the newest images of its triggers',
      () => import('../commands/rollout/latest.ts'),
      objectMessages,
    ),
    verb(
      'rollout undo',
      'Bring an earlier rollout of a workload back',
      () => import('../commands/rollout/undo.ts'),
      objectMessages,
    ),
    verb(
      'rollout pause',
      'Stop rolling out changes of a workload',
      () => import('../commands/rollout/pause.ts'),
      objectMessages,
    ),
    verb(
      'rollout resume',
      'Roll out the changes of a workload again',
      () => import('../commands/rollout/resume.ts'),
      objectMessages,
    ),
  ],
  Settings: [
    verb(
      'adm prune images',
      'Remove old images from the histories of tags, and Image objects that nothing needs',
      () => import('../commands/adm/prune/images.ts'),
      () => import('../print/adm/prune/images.ts'),
    ),
    verb(
      'set env',
      'Set, remove and list environment variables of workloads',
      () => import('../commands/set/env.ts'),
      objectMessages,
    ),
    verb(
      'set image',
      'Change the images of the containers of workloads',
      () => import('../commands/set/image.ts'),
      objectMessages,
    ),
    verb(
      'set image-lookup',
      'Let workloads name the tags of streams instead of images',
      () => import('../commands/set/image-lookup.ts'),
      () => import('../print/set/image-lookup.ts'),
    ),
    verb(
      'set triggers',
      'List and change what rolls out a workload or starts a build',
      () => import('../commands/set/triggers.ts'),
      () => import('../print/set/triggers.ts'),
    ),
    verb(
      'secrets link',
      'Link secrets to a service account',
      () => import('../commands/secrets/link.ts'),
      objectMessages,
    ),
    verb(
      'secrets prune',
      'Remove kept passwords that no secret names any more',
      () => import('../commands/secrets/prune.ts'),
      () => import('../print/secrets/prune.ts'),
    ),
    verb(
      'secrets unlink',
      'Take secrets from a service account',
      () => import('../commands/secrets/unlink.ts'),
      objectMessages,
    ),
    verb(
      'login',
      "Save the user's own login for a registry",
      () => import('../commands/login.ts'),
      () => import('../print/login.ts'),
    ),
    verb(
      'logout',
      "Remove the user's own logins for a registry",
      () => import('../commands/logout.ts'),
      () => import('../print/logout.ts'),
    ),
    verb(
      'registry login',
      'Write a login for a registry into a credential file',
      () => import('../commands/registry/login.ts'),
      () => import('../print/registry/login.ts'),
    ),
    verb(
      'registry info',
      'Print the host of the integrated registry',
      () => import('../commands/registry/info.ts'),
      () => import('../print/registry/info.ts'),
    ),
    verb(
      'registry check',
      'Say how a registry is reached, try it, and name what to mend',
      () => import('../commands/registry/check.ts'),
      () => import('../print/registry/check.ts'),
    ),
    verb(
      'git setup',
      'Let git merge the files of the store by their meaning',
      () => import('../commands/git/setup.ts'),
      () => import('../print/git/setup.ts'),
    ),
    verb(
      'git check',
      'Find files of the store that a merge has left broken or false',
      () => import('../commands/git/check.ts'),
      () => import('../print/git/check.ts'),
    ),
    verb(
      'git merge-driver',
      'Merge two versions of a file of a store, as git asks for it',
      () => import('../commands/git/merge-driver.ts'),
      () => import('../print/git/merge-driver.ts'),
    ),
    verb(
      'project',
      'Show or choose the namespace to work in',
      () => import('../commands/project.ts'),
      () => import('../print/project.ts'),
    ),
    verb(
      'whoami',
      'Print who works here, as histories record it',
      () => import('../commands/whoami.ts'),
      () => import('../print/whoami.ts'),
    ),
    verb(
      'version',
      'Print the version, and of what and for what it was built',
      () => import('../commands/version.ts'),
      () => import('../print/version.ts'),
    ),
    verb(
      'projects',
      'List the projects of the store',
      () => import('../commands/projects.ts'),
      () => import('../print/projects.ts'),
    ),
    verb(
      'new-project',
      'Make a project, and work in it',
      () => import('../commands/new-project.ts'),
      () => import('../print/new-project.ts'),
    ),
    verb(
      'completion',
      'Print a script that completes commands in a shell',
      () => import('../commands/completion.ts'),
      () => import('../print/completion.ts'),
    ),
  ],
};

export const VERBS: readonly Verb[] = Object.entries(LINES).flatMap(([group, lines]) =>
  lines.map((line) => ({ ...line, group })),
);
