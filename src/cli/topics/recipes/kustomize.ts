import type { Section } from '../topic.ts';

export const KUSTOMIZE: Section = {
  heading: 'kustomize',
  blocks: [
    'The digest is written where kustomize reads it; the manifests stay as they are.',
    {
      lines: `#!/bin/sh
# deploy.sh: web.yaml says "image: web"; the digest comes from the stream
set -eu
image=$(imagestream resolve web:prod)
cat > kustomization.yaml <<END
resources:
- web.yaml
images:
- name: web
  newName: \${image%@*}
  digest: \${image#*@}
END
kubectl apply -k .`,
    },
  ],
};
