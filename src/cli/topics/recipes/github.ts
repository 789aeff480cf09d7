import type { Section } from '../topic.ts';

export const GITHUB: Section = {
  heading: 'GitHub Actions',
  blocks: [
    'Every hour, what moved in the registries is committed. A clone has no `.watch` folder, so all scheduled tags are looked at. The secret `DOCKER_AUTH_CONFIG` is a `config.json` of docker with the logins; public images need none.',
    {
      lines: `# .github/workflows/images.yaml
name: images
on:
  schedule:
    - cron: "17 * * * *"
  workflow_dispatch:
permissions:
  contents: write
concurrency: images
jobs:
  follow:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - name: Install imagestream (a tarball of npm pack, in the repository)
        run: npm install --global ./imagestream.tgz
      - name: Look at the registries
        run: imagestream watch --once --now
        env:
          DOCKER_AUTH_CONFIG: \${{ secrets.DOCKER_AUTH_CONFIG }}
      - name: Keep what moved, also where another tag failed
        if: \${{ !cancelled() }}
        run: |
          git config user.name "$GITHUB_ACTOR"
          git config user.email "$GITHUB_ACTOR@users.noreply.github.com"
          imagestream git setup
          git add -A .imagestream
          git diff --cached --quiet && exit
          git commit --quiet --message "Images that moved"
          git pull --quiet --no-rebase --no-edit
          git push --quiet`,
    },
  ],
};
