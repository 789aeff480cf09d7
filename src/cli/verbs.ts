import type { AnyCommand } from '../commands/command.ts';

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
    load: async () => (await import('../commands/import-image.ts')).importImage,
  },
  {
    path: ['tag'],
    group: 'Image streams',
    summary: 'Point tags of streams at an image, at another tag, or remove them',
    load: async () => (await import('../commands/tag.ts')).tag,
  },
  {
    path: ['new-app'],
    group: 'Image streams',
    summary: 'Make the objects that run an image of a stream',
    load: async () => (await import('../commands/new-app.ts')).newApp,
  },
  {
    path: ['watch'],
    group: 'Image streams',
    summary: 'Look the scheduled tags of all streams up again, from time to time',
    load: async () => (await import('../commands/watch.ts')).watch,
  },
  {
    path: ['resolve'],
    group: 'Image streams',
    summary: 'Print the pull spec by digest that a tag means now',
    load: async () => (await import('../commands/resolve.ts')).resolve,
  },
  {
    path: ['history'],
    group: 'Image streams',
    summary: 'List the images that a tag has had, with who brought them and why',
    load: async () => (await import('../commands/history.ts')).history,
  },
  {
    path: ['diff'],
    group: 'Image streams',
    summary: 'Show what differs between two images of a tag, or of two tags; with -f, what an apply would change',
    load: async () => (await import('../commands/diff.ts')).diff,
  },
  {
    path: ['rollback'],
    group: 'Image streams',
    summary: 'Put an earlier image of a tag back, and hold the tag there',
    load: async () => (await import('../commands/rollback.ts')).rollback,
  },
  {
    path: ['pin'],
    group: 'Image streams',
    summary: 'Hold a tag at the image that it has now',
    load: async () => (await import('../commands/pin.ts')).pin,
  },
  {
    path: ['unpin'],
    group: 'Image streams',
    summary: 'Let a pinned tag follow its source again',
    load: async () => (await import('../commands/unpin.ts')).unpin,
  },
  {
    path: ['image', 'info'],
    group: 'Image streams',
    summary: 'Show what a registry has under a name',
    load: async () => (await import('../commands/image/info.ts')).imageInfo,
  },
  {
    path: ['image', 'mirror'],
    group: 'Image streams',
    summary: 'Copy images from registry to registry',
    load: async () => (await import('../commands/image/mirror.ts')).imageMirror,
  },
  {
    path: ['get'],
    group: 'Objects',
    summary: 'List objects, or print them as YAML, JSON or by template',
    load: async () => (await import('../commands/get.ts')).get,
  },
  {
    path: ['describe'],
    group: 'Objects',
    summary: 'Show streams, tags and images with their details and history',
    load: async () => (await import('../commands/describe.ts')).describe,
  },
  {
    path: ['adm', 'prune', 'images'],
    group: 'Settings',
    summary: 'Remove old images from the histories of tags, and Image objects that nothing needs',
    load: async () => (await import('../commands/adm/prune/images.ts')).admPruneImages,
  },
  {
    path: ['create'],
    group: 'Objects',
    summary: 'Create objects from files',
    load: async () => (await import('../commands/create.ts')).create,
  },
  {
    path: ['create', 'imagestream'],
    aliases: ['is'],
    group: 'Objects',
    summary: 'Create an empty stream',
    load: async () => (await import('../commands/create/imagestream.ts')).createImageStream,
  },
  {
    path: ['create', 'imagestreamtag'],
    aliases: ['istag'],
    group: 'Objects',
    summary: 'Create a tag in a stream, which is made if it is missing',
    load: async () => (await import('../commands/create/imagestreamtag.ts')).createImageStreamTag,
  },
  {
    path: ['create', 'secret', 'docker-registry'],
    group: 'Objects',
    summary: 'Create a secret with the login for a registry',
    load: async () => (await import('../commands/create/secret/docker-registry.ts')).createSecretDockerRegistry,
  },
  {
    path: ['create', 'secret', 'generic'],
    group: 'Objects',
    summary: 'Create a secret from files or values',
    load: async () => (await import('../commands/create/secret/generic.ts')).createSecretGeneric,
  },
  {
    path: ['create', 'configmap'],
    aliases: ['cm'],
    group: 'Objects',
    summary: 'Create a config map from files or values',
    load: async () => (await import('../commands/create/configmap.ts')).createConfigMap,
  },
  {
    path: ['create', 'serviceaccount'],
    aliases: ['sa'],
    group: 'Objects',
    summary: 'Create a service account',
    load: async () => (await import('../commands/create/serviceaccount.ts')).createServiceAccount,
  },
  {
    path: ['apply'],
    group: 'Objects',
    summary: 'Make objects be as files say',
    load: async () => (await import('../commands/apply.ts')).apply,
  },
  {
    path: ['apply', 'view-last-applied'],
    group: 'Objects',
    summary: 'Print what was applied last',
    load: async () => (await import('../commands/apply/view-last-applied.ts')).applyViewLastApplied,
  },
  {
    path: ['apply', 'set-last-applied'],
    group: 'Objects',
    summary: 'Record files as what was applied last, and change nothing else',
    load: async () => (await import('../commands/apply/set-last-applied.ts')).applySetLastApplied,
  },
  {
    path: ['apply', 'edit-last-applied'],
    group: 'Objects',
    summary: 'Change what was applied last in a text editor',
    load: async () => (await import('../commands/apply/edit-last-applied.ts')).applyEditLastApplied,
  },
  {
    path: ['replace'],
    group: 'Objects',
    summary: 'Replace objects by those of files',
    load: async () => (await import('../commands/replace.ts')).replace,
  },
  {
    path: ['patch'],
    group: 'Objects',
    summary: 'Change fields of objects',
    load: async () => (await import('../commands/patch.ts')).patch,
  },
  {
    path: ['edit'],
    group: 'Objects',
    summary: 'Change objects in a text editor',
    load: async () => (await import('../commands/edit.ts')).edit,
  },
  {
    path: ['label'],
    group: 'Objects',
    summary: 'Set and remove labels of objects',
    load: async () => (await import('../commands/label.ts')).label,
  },
  {
    path: ['annotate'],
    group: 'Objects',
    summary: 'Set and remove annotations of objects',
    load: async () => (await import('../commands/annotate.ts')).annotate,
  },
  {
    path: ['delete'],
    group: 'Objects',
    summary: 'Delete objects',
    load: async () => (await import('../commands/delete.ts')).remove,
  },
  {
    path: ['set', 'image-lookup'],
    group: 'Settings',
    summary: 'Let workloads name the tags of streams instead of images',
    load: async () => (await import('../commands/set/image-lookup.ts')).setImageLookup,
  },
  {
    path: ['set', 'triggers'],
    group: 'Settings',
    summary: 'List and change what rolls out a workload or starts a build',
    load: async () => (await import('../commands/set/triggers.ts')).setTriggers,
  },
  {
    path: ['rollout', 'history'],
    group: 'Objects',
    summary: 'List the rollouts of a workload, or show the template of one',
    load: async () => (await import('../commands/rollout/history.ts')).rolloutHistory,
  },
  {
    path: ['rollout', 'status'],
    group: 'Objects',
    summary: 'Say whether the newest template of a workload was rolled out',
    load: async () => (await import('../commands/rollout/status.ts')).rolloutStatusCommand,
  },
  {
    path: ['rollout', 'latest'],
    group: 'Objects',
    summary: 'Roll a deployment config out now, with the newest images of its triggers',
    load: async () => (await import('../commands/rollout/latest.ts')).rolloutLatest,
  },
  {
    path: ['rollout', 'undo'],
    group: 'Objects',
    summary: 'Bring an earlier rollout of a workload back',
    load: async () => (await import('../commands/rollout/undo.ts')).rolloutUndo,
  },
  {
    path: ['rollout', 'pause'],
    group: 'Objects',
    summary: 'Stop rolling out changes of a workload',
    load: async () => (await import('../commands/rollout/pause.ts')).rolloutPause,
  },
  {
    path: ['rollout', 'resume'],
    group: 'Objects',
    summary: 'Roll out the changes of a workload again',
    load: async () => (await import('../commands/rollout/pause.ts')).rolloutResume,
  },
  {
    path: ['secrets', 'link'],
    group: 'Settings',
    summary: 'Link secrets to a service account',
    load: async () => (await import('../commands/secrets/link.ts')).secretsLink,
  },
  {
    path: ['secrets', 'prune'],
    group: 'Settings',
    summary: 'Remove kept passwords that no secret names any more',
    load: async () => (await import('../commands/secrets/prune.ts')).secretsPrune,
  },
  {
    path: ['secrets', 'unlink'],
    group: 'Settings',
    summary: 'Take secrets from a service account',
    load: async () => (await import('../commands/secrets/unlink.ts')).secretsUnlink,
  },
  {
    path: ['login'],
    group: 'Settings',
    summary: "Save the user's own login for a registry",
    load: async () => (await import('../commands/login.ts')).login,
  },
  {
    path: ['logout'],
    group: 'Settings',
    summary: "Remove the user's own logins for a registry",
    load: async () => (await import('../commands/logout.ts')).logout,
  },
  {
    path: ['registry', 'login'],
    group: 'Settings',
    summary: 'Write a login for a registry into a credential file',
    load: async () => (await import('../commands/registry/login.ts')).registryLogin,
  },
  {
    path: ['registry', 'check'],
    group: 'Settings',
    summary: 'Say how a registry is reached, try it, and name what to mend',
    load: async () => (await import('../commands/registry/check.ts')).registryCheck,
  },
  {
    path: ['git', 'setup'],
    group: 'Settings',
    summary: 'Let git merge the files of the store by their meaning',
    load: async () => (await import('../commands/git/setup.ts')).gitSetup,
  },
  {
    path: ['git', 'check'],
    group: 'Settings',
    summary: 'Find files of the store that a merge has left broken or false',
    load: async () => (await import('../commands/git/check.ts')).gitCheck,
  },
  {
    path: ['git', 'merge-driver'],
    group: 'Settings',
    summary: 'Merge two versions of a file of a store, as git asks for it',
    load: async () => (await import('../commands/git/merge-driver.ts')).mergeDriver,
  },
  {
    path: ['project'],
    group: 'Settings',
    summary: 'Show or choose the namespace to work in',
    load: async () => (await import('../commands/project.ts')).project,
  },
  {
    path: ['completion'],
    group: 'Settings',
    summary: 'Print a script that completes commands in a shell',
    load: async () => (await import('../commands/completion.ts')).completion,
  },
];
