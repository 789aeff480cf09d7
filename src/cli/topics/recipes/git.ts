import type { Section } from '../topic.ts';

export const GIT_TEAM: Section = {
  heading: 'A store in git, with several people',
  blocks: [
    'How streams are merged is in `imagestream help git`.',
    {
      lines: `#!/bin/sh
# Once in every clone: git merges streams by tag, and a commit of what
# contradicts itself is refused.
set -eu
imagestream git setup
cat > .git/hooks/pre-commit <<'END'
#!/bin/sh
exec imagestream git check
END
chmod +x .git/hooks/pre-commit`,
    },
    {
      lines: `#!/bin/sh
# share.sh MESSAGE: after any change, by whomever, also at the same time
set -eu
git add -A .imagestream           # -A: each new digest is a new file
git commit --quiet --message "$1"
git pull --quiet --no-rebase --no-edit
imagestream git check
git push --quiet`,
    },
  ],
};
