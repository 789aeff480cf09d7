import type { Section } from '../topic.ts';

export const GITLAB: Section = {
  heading: 'GitLab CI',
  blocks: [
    'A job that is started by hand gives prod what dev has, in all services or, where one has nothing to give, in none. The project must let its job token push (Settings, CI/CD, Job token permissions).',
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
    - imagestream watch --once --now
    - imagestream promote dev prod --all --reason="$CI_PIPELINE_URL"
    - imagestream resolve -o env WEB_IMAGE=web:prod API_IMAGE=api:prod > images.env
    - git add -A .imagestream
    - git config user.name "$GITLAB_USER_NAME"
    - git config user.email "$GITLAB_USER_EMAIL"
    - git diff --cached --quiet || git commit --quiet --message "Promote dev to prod"
    - git push --quiet origin "HEAD:$CI_COMMIT_BRANCH"
  artifacts:
    reports:
      # The jobs that need this one have both variables in their environment.
      dotenv: images.env`,
    },
  ],
};
