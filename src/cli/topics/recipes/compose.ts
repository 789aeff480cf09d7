import type { Section } from '../topic.ts';

export const COMPOSE: Section = {
  heading: 'Docker compose',
  blocks: [
    'A file of variables says what runs; compose restarts what has another image than before.',
    {
      lines: `# compose.yaml
services:
  web:
    image: \${WEB_IMAGE:?run ./deploy.sh}
    ports: ["8080:80"]
  api:
    image: \${API_IMAGE:?run ./deploy.sh}`,
    },
    {
      lines: `#!/bin/sh
# deploy.sh: runs what the tags have now, and restarts only what moved
set -eu
imagestream resolve -o env WEB_IMAGE=web:prod API_IMAGE=api:prod > images.env
docker compose --env-file images.env up --detach --wait`,
    },
    'A tag that is not there ends `deploy.sh` before anything is touched, and so it does everywhere below.',
  ],
};
