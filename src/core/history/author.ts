import type { Author } from './change-origin.ts';

type Environment = Readonly<Record<string, string | undefined>>;

interface Pipeline {
  name: string;
  isHere(env: Environment): boolean;
  user(env: Environment): string | undefined;
  job(env: Environment): string | undefined;
}

/** What pipelines say of themselves in variables of their own. The first that is there counts. */
const PIPELINES: readonly Pipeline[] = [
  {
    name: 'GitHub Actions',
    isHere: (env) => env.GITHUB_ACTIONS === 'true',
    user: (env) => env.GITHUB_TRIGGERING_ACTOR || env.GITHUB_ACTOR,
    job: (env) =>
      env.GITHUB_REPOSITORY && env.GITHUB_RUN_ID
        ? `${env.GITHUB_SERVER_URL || 'https://github.com'}/${env.GITHUB_REPOSITORY}/actions/runs/${env.GITHUB_RUN_ID}`
        : undefined,
  },
  {
    name: 'GitLab CI',
    isHere: (env) => env.GITLAB_CI === 'true',
    user: (env) => env.GITLAB_USER_LOGIN,
    job: (env) => env.CI_JOB_URL,
  },
  {
    name: 'Azure Pipelines',
    isHere: (env) => env.TF_BUILD === 'True' || env.TF_BUILD === 'true',
    user: (env) => env.BUILD_REQUESTEDFOR,
    job: (env) =>
      env.SYSTEM_COLLECTIONURI && env.SYSTEM_TEAMPROJECT && env.BUILD_BUILDID
        ? `${env.SYSTEM_COLLECTIONURI.replace(/\/?$/, '/')}${encodeURIComponent(env.SYSTEM_TEAMPROJECT)}/_build/results?buildId=${env.BUILD_BUILDID}`
        : undefined,
  },
  {
    name: 'Jenkins',
    isHere: (env) => Boolean(env.JENKINS_URL),
    user: (env) => env.BUILD_USER_ID || env.CHANGE_AUTHOR,
    job: (env) => env.BUILD_URL,
  },
  {
    name: 'CI',
    isHere: ({ CI }) => Boolean(CI) && !['false', '0', 'no'].includes((CI as string).toLowerCase()),
    user: (env) => env.CIRCLE_USERNAME || env.CI_COMMIT_AUTHOR || env.DRONE_COMMIT_AUTHOR,
    job: (env) =>
      env.CI_JOB_URL || env.CIRCLE_BUILD_URL || env.CI_PIPELINE_URL || env.DRONE_BUILD_LINK || env.BUILD_URL,
  },
];

/**
 * Who works here: in a pipeline whoever it runs for, with its page; else `user@host`.
 *
 * @param local asked where no pipeline names anybody; undefined where the system does not know either
 */
export function authorOf(env: Environment, local: () => string | undefined): Author {
  const pipeline = PIPELINES.find(({ isHere }) => isHere(env));
  const user = pipeline?.user(env)?.trim();
  const who = user || local();
  const by = pipeline && who ? `${who} (${pipeline.name})` : (who ?? pipeline?.name);
  const job = pageOf(pipeline?.job(env));
  return { ...(by ? { by } : {}), ...(job ? { job } : {}) };
}

/** An address of the web without the login that it may carry; undefined for anything else. */
function pageOf(text: string | undefined): string | undefined {
  if (!text || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return undefined;
  url.username = '';
  url.password = '';
  return url.href;
}
