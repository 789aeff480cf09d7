import type { Topic } from './topic.ts';

/** What the list of topics says of one. Its own module is loaded when it is read. */
export interface TopicEntry {
  /** The word after `help`. */
  name: string;
  /** One line. */
  summary: string;
  load(): Promise<Topic>;
}

/** Every topic of `help`, in the order of the list. */
export const TOPICS: readonly TopicEntry[] = [
  {
    name: 'registries',
    summary: 'Where logins, authorities, mirrors and proxies of registries are taken from',
    load: async () => (await import('./registries.ts')).REGISTRIES,
  },
  {
    name: 'store',
    summary: 'Which directory holds the objects, how it is laid out, and who may write it',
    load: async () => (await import('./store.ts')).STORE,
  },
  {
    name: 'events',
    summary: 'What a command or a webhook is told when an image moves',
    load: async () => (await import('./events.ts')).EVENTS,
  },
  {
    name: 'environment',
    summary: 'Every variable that is read, and those that commands are given',
    load: async () => (await import('./environment.ts')).ENVIRONMENT,
  },
  {
    name: 'exit-codes',
    summary: 'What the exit codes mean, and which stream says what',
    load: async () => (await import('./exit-codes.ts')).EXIT_CODES,
  },
  {
    name: 'git',
    summary: 'Several people and one store in git: merging and checking it',
    load: async () => (await import('./git.ts')).GIT,
  },
  {
    name: 'recipes',
    summary: 'Files to copy: compose, quadlet, cron, systemd, GitHub, GitLab, git, kustomize',
    load: async () => (await import('./recipes.ts')).RECIPES,
  },
  {
    name: 'oc',
    summary: 'Where this differs from oc',
    load: async () => (await import('./oc.ts')).OC,
  },
];
