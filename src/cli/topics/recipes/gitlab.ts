import type { Section } from '../topic.ts';

export const GITLAB: Section = {
  heading: 'GitLab CI',
  blocks: [
    'A job that is started by hand gives prod what dev has. The project must let its job token push (Settings, CI/CD, Job token permissions).',
    {
      lines: `# .gitlab-ci.yml
promote:
  stage: deploy
  image: node:22
  resource_group: images
  rules:
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
      when: manual
  script:
    # A tarball of npm pack, in the repository.
    - npm install --global ./imagestream.tgz
    - imagestream import-image web:dev -o name
    - imagestream tag web:dev web:prod
    - imagestream resolve -o env WEB_IMAGE=web:prod > images.env
    - git add -A .imagestream
    - git config user.name "$GITLAB_USER_NAME"
    - git config user.email "$GITLAB_USER_EMAIL"
    - git diff --cached --quiet || git commit --quiet --message "Promote web"
    - git push --quiet origin "HEAD:$CI_COMMIT_BRANCH"
  artifacts:
    reports:
      # The jobs that need this one have WEB_IMAGE in their environment.
      dotenv: images.env`,
    },
  ],
};
