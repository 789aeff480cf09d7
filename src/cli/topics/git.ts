import type { Topic } from './topic.ts';

export const GIT: Topic = {
  name: 'git',
  title: 'Several people, one store in git',
  sections: [
    {
      blocks: [
        {
          lines: `git add -A .imagestream            # each new digest is a new file besides the changed ones
imagestream git setup              # once in every clone
imagestream git check              # in .git/hooks/pre-commit and in pipelines: exit code 1, FILE:LINE: WHAT
imagestream git check --fix        # mends what has one right answer`,
        },
        '`git setup` writes `.imagestream/.gitattributes`, which is committed and also marks the files of images as generated, so that reviews fold them, and registers `imagestream git merge-driver` in the clone. Streams and their histories are then merged tag by tag and revision by revision: what was done to different tags is merged; the newest image of a tag wins by its time, and the other stays in the history with who brought it; a pin holds against whoever did not know of it. What contradicts itself, such as two pins of one tag, is a conflict that says so. Two machines that import one digest under one name write the same Image file.',
        'Whoever merges without it merges lines. What that makes false of pins is refused when it is read; a history that does not agree with its stream is named when it is read, and `git check` finds both. One file that cannot be read stops no list, import or `watch` of the others: it is named on standard error, and the exit code is 1.',
      ],
    },
  ],
};
