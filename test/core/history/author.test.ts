import { describe, expect, test } from '@jest/globals';
import { authorOf } from '../../../src/core/history/author.ts';

const local = () => 'ann@laptop';

describe('who works here', () => {
  test.each<[string, Record<string, string>, object]>([
    ['a person', {}, { by: 'ann@laptop' }],
    [
      'GitHub Actions',
      {
        CI: 'true',
        GITHUB_ACTIONS: 'true',
        GITHUB_ACTOR: 'octocat',
        GITHUB_REPOSITORY: 'a/b',
        GITHUB_RUN_ID: '7',
        GITHUB_SERVER_URL: 'https://github.example',
      },
      { by: 'octocat (GitHub Actions)', job: 'https://github.example/a/b/actions/runs/7' },
    ],
    [
      'GitLab',
      { CI: 'true', GITLAB_CI: 'true', GITLAB_USER_LOGIN: 'ann', CI_JOB_URL: 'https://gitlab.example/a/b/-/jobs/3' },
      { by: 'ann (GitLab CI)', job: 'https://gitlab.example/a/b/-/jobs/3' },
    ],
    [
      'Jenkins without a user',
      { JENKINS_URL: 'https://ci.example/', BUILD_URL: 'https://ann:secret@ci.example/job/x/4/' },
      { by: 'ann@laptop (Jenkins)', job: 'https://ci.example/job/x/4/' },
    ],
    [
      'Azure',
      {
        TF_BUILD: 'True',
        BUILD_REQUESTEDFOR: 'Ann',
        SYSTEM_COLLECTIONURI: 'https://dev.azure.example/org',
        SYSTEM_TEAMPROJECT: 'My Team',
        BUILD_BUILDID: '9',
      },
      { by: 'Ann (Azure Pipelines)', job: 'https://dev.azure.example/org/My%20Team/_build/results?buildId=9' },
    ],
    ['another pipeline', { CI: '1' }, { by: 'ann@laptop (CI)' }],
    ['no pipeline', { CI: 'false' }, { by: 'ann@laptop' }],
    ['a page that is none', { CI: 'true', CI_JOB_URL: 'javascript:alert(1)' }, { by: 'ann@laptop (CI)' }],
  ])('%s', (_, env, expected) => {
    expect(authorOf(env, local)).toEqual(expected);
  });

  test('is not made up', () => {
    expect(authorOf({}, () => undefined)).toEqual({});
  });
});
