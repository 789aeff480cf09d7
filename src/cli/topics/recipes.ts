import { COMPOSE } from './recipes/compose.ts';
import { GIT_TEAM } from './recipes/git.ts';
import { GITHUB } from './recipes/github.ts';
import { GITLAB } from './recipes/gitlab.ts';
import { KUSTOMIZE } from './recipes/kustomize.ts';
import { QUADLET } from './recipes/quadlet.ts';
import { SCHEDULE } from './recipes/schedule.ts';
import type { Topic } from './topic.ts';

export const RECIPES: Topic = {
  name: 'recipes',
  title: 'Recipes',
  sections: [
    {
      blocks: [
        'Files to copy, each as it was run: streams `web` and `api` follow `registry.example.com/shop` with the tags `dev` and `prod`, and lie in the folder `shop`. They begin so:',
        {
          lines: `imagestream import-image web --from=registry.example.com/shop/web \\
  --all --scheduled --confirm`,
        },
      ],
    },
    COMPOSE,
    QUADLET,
    SCHEDULE,
    GITHUB,
    GITLAB,
    GIT_TEAM,
    KUSTOMIZE,
  ],
};
