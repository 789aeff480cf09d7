import type { Topic } from './topic.ts';

export const OC: Topic = {
  name: 'oc',
  title: 'Where it differs from oc',
  sections: [
    {
      blocks: [
        'Scripts written for `oc` run unchanged: `alias oc=imagestream`. On purpose it is otherwise here:',
        {
          columns: ['what', 'how it is here'],
          entries: [
            ['a failed import', 'exits with 1, as in the newest `oc` (4.12 exits with 0)'],
            [
              'imports of a controller',
              "`tag`, `apply`, `patch` and `create` import at once what a cluster's controller would import a moment later",
            ],
            ['`import-image -o yaml`', 'prints the stream as it is after the import'],
            ['aliases of aliases', 'follow their tag to the end'],
            [
              '`status`',
              'shows tags and what follows them, too; called as `oc` by its file name it prints what `oc` prints',
            ],
            [
              '`rollout status`',
              'says that a revision is written; nothing runs it here, and the exit code says no more',
            ],
            [
              'namespaces',
              'exist as soon as something is in them; `new-project` gives one a name for people, and `project` takes any',
            ],
            [
              'verbs that need something that runs',
              '`logs`, `exec`, `start-build`, ... are refused in a sentence that says what they would need, and what to do instead',
            ],
            [
              '`whoami`, `api-resources`, `explain`',
              'tell of the user whom histories record, and of the types and fields that a store can hold',
            ],
            ['flags of the cluster connection', '`--kubeconfig`, `--token`, ... are accepted and do nothing'],
            [
              'fields that a kind does not have, and fields written twice',
              'are named on standard error; `--validate=strict` refuses them, `ignore` is silent as `oc` 4.12 is',
            ],
            [
              '`image extract`',
              'removes nothing that was in a folder before, leaves devices and links that climb out of the image out, and refuses names that do',
            ],
            [
              '`image append`',
              "keeps the format of its base, which `oc` makes Docker's, and fields of a configuration that it does not know",
            ],
            [
              '`set env` of several objects',
              'exits with 1 where one of them cannot be changed, not only where none can',
            ],
            ['`extract --keys`', 'names keys that are not there'],
            ['the rate of `image mirror`', 'is in the units of its sizes, as `MiB/s`'],
            [
              'tables with wide characters',
              'are aligned by the columns that these take on a terminal; `oc` counts characters',
            ],
            ['what a socket or TLS says', 'is worded for people, with something to try'],
            [
              'registries',
              'are not trusted: a realm, redirect or link that leads a login elsewhere is refused, and everything is hashed',
            ],
          ],
        },
      ],
    },
  ],
};
