import type { Topic } from './topic.ts';

export const STORE: Topic = {
  name: 'store',
  title: 'The store',
  sections: [
    {
      blocks: [
        {
          lines: `.imagestream/
  namespaces/NAMESPACE/GROUP/RESOURCE/NAME.yaml
  cluster-scoped-resources/GROUP/RESOURCE/NAME.yaml`,
        },
        'This is the layout of `oc adm inspect`, so its viewers read it. Image objects are named by digest, `:` written as `%3A`. Beside each stream lies its ImageStreamHistory (`imagestream.dev/v1`): who moved which tag, and what waits for `--min-age`. The stream itself holds nothing that OpenShift would refuse. A namespace is there as soon as something is written to it; what `new-project` says of one lies in `cluster-scoped-resources/core/namespaces/`. `delete project NAME` takes all that lies in it, and follows no link.',
      ],
    },
    {
      heading: 'Which store, which namespace',
      blocks: [
        {
          columns: ['setting', 'by precedence'],
          entries: [
            [
              'store',
              '`--store`, `IMAGESTREAM_STORE`, the nearest `.imagestream/` from here upwards, `./.imagestream`',
            ],
            ['namespace', '`-n`, `IMAGESTREAM_NAMESPACE`, what `imagestream project NAME` saved, `default`'],
            [
              'integrated registry',
              '`IMAGESTREAM_INTERNAL_REGISTRY`, the `status.internalRegistryHostname` of `image.config.openshift.io/cluster`, none',
            ],
            [
              'tags of one `import-image --all --from`',
              '`IMAGESTREAM_MAX_IMAGES_BULK_IMPORTED` (50; `-1` for all); the others are named',
            ],
          ],
        },
        "The first write makes the directory, and says so. A store that was named and is not there is an error for what reads. A store that was found, and belongs to another user or is a link, is refused unless `safeDirectories` of the user's configuration or `IMAGESTREAM_SAFE_DIRECTORY` (paths of stores or of the folders that hold them, or `*`) names it; root under `sudo` may use the stores of who called it.",
      ],
    },
    {
      heading: 'Writing',
      blocks: [
        'Writing is atomic and safe with other writers, on one machine or several, whatever their names; a killed command leaves nothing that blocks the next. Who is stopped for so long that others take it for dead overwrites nothing when it goes on.',
        "Files may be edited by hand: unknown fields are kept, and a broken file is refused with its line and column. One file that cannot be read stops no list, import or `watch` of the others: it is named on standard error, and the exit code is 1. Symbolic links, pipes and devices below the store's directory are refused, and so are files of more than 16 MiB, which are not written either, unless `IMAGESTREAM_MAX_FILE_SIZE` allows more.",
      ],
    },
    {
      heading: 'What lies elsewhere',
      blocks: [
        {
          columns: ['place', 'what is in it'],
          entries: [
            [
              '`.watch` in the store',
              'What machines that share a folder must know of each other: who watches, what was looked at when, what was told. It is data, and not used where it came with git or a copy, which is said; wrong, it repeats an event or puts it off for a day at most. Git ignores it.',
            ],
            [
              '`$XDG_STATE_HOME/imagestream` (`~/.local/state`; on Windows `%LOCALAPPDATA%`)',
              'What is acted on, such as the processes of commands, where its user alone may write, under a name that a copy of the store does not have',
            ],
            [
              '`$XDG_DATA_HOME/imagestream` (`~/.local/share`; on Windows `%LOCALAPPDATA%`)',
              'Passwords, where the system has neither keychain nor credential helper',
            ],
            [
              '`$XDG_RUNTIME_DIR/imagestream/tokens`, else `$XDG_CACHE_HOME` or `~/.cache`',
              'Tokens of registries, until they expire',
            ],
            [
              '`$XDG_CACHE_HOME/imagestream/code` (`~/.cache`; on macOS `~/Library/Caches`, on Windows `%LOCALAPPDATA%`)',
              'What Node compiled of this program, for the next start; made again where it is missing, left out where it cannot be written',
            ],
            [
              '`~/.config/imagestream/config.yaml`, or what `IMAGESTREAM_CONFIG` names',
              "The user's configuration: `sinks`, `insecureRegistries`, `tokenServers`, `safeDirectories`. One that lies in the store, or that everybody may write, is refused.",
            ],
          ],
        },
      ],
    },
  ],
};
