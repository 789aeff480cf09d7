import type { Topic } from './topic.ts';

const COLUMNS = ['variable', 'what it says'] as const;

export const ENVIRONMENT: Topic = {
  name: 'environment',
  title: 'The environment',
  sections: [
    {
      heading: 'Ours',
      blocks: [
        'A flag goes before the variable that says the same; token servers that several of them allow add up.',
        {
          columns: COLUMNS,
          entries: [
            ['`IMAGESTREAM_STORE`', 'The directory of the store, as `--store`'],
            ['`IMAGESTREAM_NAMESPACE`', 'The namespace to work in, as `--namespace`'],
            ['`IMAGESTREAM_CONFIG`', "The user's configuration, in place of `~/.config/imagestream/config.yaml`"],
            [
              '`IMAGESTREAM_CREDENTIAL_STORE`',
              'Where passwords are kept: `keychain`, `helper`, `file` or `inline`; as `--credential-store`',
            ],
            [
              '`IMAGESTREAM_TOKEN_SERVERS`',
              'Token servers of another party, `REGISTRY=HOST,...`, each for one registry; as `--token-server`',
            ],
            ['`IMAGESTREAM_NO_TOKEN_CACHE`', 'Anything: tokens of registries are not kept between runs'],
            ['`IMAGESTREAM_INTERNAL_REGISTRY`', 'The host name of the integrated registry'],
            [
              '`IMAGESTREAM_MAX_IMAGES_BULK_IMPORTED`',
              'How many tags one `import-image --all --from` takes: 50 if not set, `-1` for all',
            ],
            [
              '`IMAGESTREAM_MAX_FILE_SIZE`',
              'The largest file of a store that is read and written, such as `32Mi`: 16 MiB if not set',
            ],
            [
              '`IMAGESTREAM_SAFE_DIRECTORY`',
              'Stores of other users, or the folders that hold them, that are used where they are found, separated as in `PATH`; `*` for all',
            ],
            ['`IMAGESTREAM_WEBHOOK_SECRET`', 'What `--webhook` signs with'],
          ],
        },
      ],
    },
    {
      heading: 'What `--exec` is given',
      blocks: [
        {
          columns: COLUMNS,
          entries: [
            ['`IMAGESTREAM_EVENT_ID`', 'The id of the event'],
            ['`IMAGESTREAM_CAUSE`', 'Why: `ImageChange`'],
            [
              '`IMAGESTREAM_KIND`, `IMAGESTREAM_NAME`, `IMAGESTREAM_NAMESPACE`',
              'The object that changed, or the stream of the tag',
            ],
            ['`IMAGESTREAM_STREAM`, `IMAGESTREAM_TAG`', 'The tag that moved'],
            ['`IMAGESTREAM_NEW_IMAGE`, `IMAGESTREAM_NEW_DIGEST`', 'The image that it has now: pull spec and digest'],
            ['`IMAGESTREAM_OLD_IMAGE`, `IMAGESTREAM_OLD_DIGEST`', 'The one that it had before'],
            [
              '`IMAGESTREAM_SINK`',
              'Which command it is. An `imagestream` that it calls does not run it again for what it changes, nor what the configuration names.',
            ],
            [
              '`IMAGESTREAM_RUN`',
              'A mark in every program that is started (commands, editors, helpers), by which it is found and ended with all that it has started',
            ],
          ],
        },
      ],
    },
    {
      heading: 'Registries and logins',
      blocks: [
        'The order of what holds logins is in `imagestream help registries`.',
        {
          columns: COLUMNS,
          entries: [
            ['`REGISTRY_AUTH_FILE`', 'The file with logins; there is no other then'],
            ['`REGISTRY_AUTH_PREFERENCE`', "`docker`: `registry login` writes docker's file and not podman's"],
            ['`DOCKER_AUTH_CONFIG`', "Logins themselves, as the content of docker's `config.json`"],
            ['`DOCKER_CONFIG`', 'The folder of that `config.json`, in place of `~/.docker`'],
            ['`CONTAINERS_REGISTRIES_CONF`', 'The one `registries.conf` that counts'],
            [
              '`HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`',
              "Proxies by Go's rules, in small letters too; this machine is never asked through one",
            ],
            ['`REQUEST_METHOD`', 'Where it is set this is a CGI program, and `HTTP_PROXY` is not believed'],
            ['`NODE_EXTRA_CA_CERTS`, `SSL_CERT_FILE`', 'Files with further certificate authorities (PEM)'],
            ['`SSL_CERT_DIR`', 'Folders with such files, separated as in `PATH`'],
          ],
        },
      ],
    },
    {
      heading: 'Folders and programs',
      blocks: [
        {
          columns: COLUMNS,
          entries: [
            ['`XDG_CONFIG_HOME`', 'Configuration, in place of `~/.config`'],
            ['`XDG_DATA_HOME`', 'Kept passwords, in place of `~/.local/share`'],
            ['`XDG_STATE_HOME`', 'What is acted on, such as the processes of commands, in place of `~/.local/state`'],
            [
              '`XDG_CACHE_HOME`',
              'Compiled code, and tokens where there is no `XDG_RUNTIME_DIR`, in place of `~/.cache`',
            ],
            ['`XDG_RUNTIME_DIR`', "Tokens, and podman's file of logins"],
            ['`APPDATA`, `LOCALAPPDATA`', 'The same on Windows'],
            ['`NODE_COMPILE_CACHE`', 'The folder of compiled code, which is else among the caches'],
            ['`NODE_DISABLE_COMPILE_CACHE`', '`1`: no compiled code is kept, and every start compiles anew'],
            ['`NODE_OPTIONS`', 'How Node itself is started; compiled code is kept for each way'],
            ['`PATH`', 'Where credential helpers are looked for (`Path` on Windows)'],
            ['`KUBE_EDITOR`, `EDITOR`', 'The editor of `edit`, the first of them; `vi` if none, on Windows `notepad`'],
            ['`KUBECTL_EXTERNAL_DIFF`', 'The program that shows what `diff -f` finds; `diff -u -N` if none'],
            [
              '`GIT_CEILING_DIRECTORIES`, `GIT_DISCOVERY_ACROSS_FILESYSTEM`, `GIT_CONFIG_NOSYSTEM`, `GIT_CONFIG_GLOBAL`',
              'Left to git; its other variables are not, since a hook sets them for its own repository',
            ],
            ['`_`', 'By which name a shell called it: under `oc`, messages are those of `oc`'],
            ['`SUDO_UID`', 'Whose stores root under `sudo` may use'],
          ],
        },
      ],
    },
    {
      heading: 'The terminal',
      blocks: [
        {
          columns: COLUMNS,
          entries: [
            ['`NO_COLOR`', 'Anything: no colour'],
            [
              '`FORCE_COLOR`',
              '`0` or `false`: no colour; `1` to `3`: so much of it; anything else: as much as there is',
            ],
            ['`TERM`, `COLORTERM`', 'What the terminal can; with `TERM=dumb` there is neither colour nor progress'],
            ['`LC_ALL`, `LC_CTYPE`, `LANG`', 'The locale: where it is none of UTF-8, marks are words and ASCII'],
            ['`CI`', 'Anything: progress is not shown'],
          ],
        },
      ],
    },
    {
      heading: 'Who moved a tag',
      blocks: [
        'The history of a tag says who moved it: in a pipeline whoever it runs for, with its page; else user and host.',
        {
          columns: ['where', 'variables'],
          entries: [
            [
              'GitHub Actions',
              '`GITHUB_ACTIONS`, `GITHUB_TRIGGERING_ACTOR`, `GITHUB_ACTOR`, `GITHUB_SERVER_URL`, `GITHUB_REPOSITORY`, `GITHUB_RUN_ID`',
            ],
            ['GitLab CI', '`GITLAB_CI`, `GITLAB_USER_LOGIN`, `CI_JOB_URL`'],
            [
              'Azure Pipelines',
              '`TF_BUILD`, `BUILD_REQUESTEDFOR`, `SYSTEM_COLLECTIONURI`, `SYSTEM_TEAMPROJECT`, `BUILD_BUILDID`',
            ],
            ['Jenkins', '`JENKINS_URL`, `BUILD_USER_ID`, `CHANGE_AUTHOR`, `BUILD_URL`'],
            [
              'other pipelines',
              '`CI`; `CIRCLE_USERNAME`, `CI_COMMIT_AUTHOR`, `DRONE_COMMIT_AUTHOR`; `CI_JOB_URL`, `CIRCLE_BUILD_URL`, `CI_PIPELINE_URL`, `DRONE_BUILD_LINK`, `BUILD_URL`',
            ],
            ['elsewhere', 'the name that the system has for the user, else `USER`, `USERNAME`'],
          ],
        },
      ],
    },
  ],
};
