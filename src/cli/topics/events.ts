import type { Topic } from './topic.ts';

export const EVENTS: Topic = {
  name: 'events',
  title: 'When an image moves',
  sections: [
    {
      blocks: [
        '`--exec COMMAND` of `watch`, `import-image`, `tag` and `apply` runs a shell command for each object whose image changed by its triggers, and for each tag that moved and that no object follows (`--events` chooses). It reads the event as a line of JSON (a CloudEvent, https://cloudevents.io) and then the object as YAML, or with `--exec-input=object` the object alone, for `kubectl apply -f -`; the variables `IMAGESTREAM_STREAM`, `_TAG`, `_NEW_IMAGE`, `_NEW_DIGEST`, `_OLD_IMAGE`, `_OLD_DIGEST`, `_KIND`, `_NAME`, `_NAMESPACE` and `_CAUSE` say the same.',
        '`--webhook URL` posts the JSON, signed with `IMAGESTREAM_WEBHOOK_SECRET` (or a password of the service `imagestream-webhook` and the account URL in the keychain) in the header `X-Hub-Signature-256`.',
      ],
    },
    {
      heading: 'For every command',
      blocks: [
        '`~/.config/imagestream/config.yaml` (or `IMAGESTREAM_CONFIG`) names commands and webhooks for every command that changes something; nothing in a store can name one.',
        {
          lines: `sinks:
- exec: kubectl apply -f -
  input: object
  events: objects
  timeLimit: 5m
- webhook: https://ci.example.com/hooks/images
tokenServers:
  registry.example.com: sso.example.net`,
        },
      ],
    },
    {
      heading: 'What is promised',
      blocks: [
        "Every event is told at least once, and none again that was taken: what was told is kept in the store's `.watch` folder, which git ignores, and a command writes down its own end, so that a killed `watch` neither loses it nor runs it again. What fails is tried again. A command that takes too long or is interrupted is ended with all that it has started.",
        'What lies in `.watch`, and what in folders of the user, is in `imagestream help store`.',
      ],
    },
    {
      heading: 'Workloads',
      blocks: [
        'Workloads in the store with image triggers (`set triggers`, DeploymentConfig, BuildConfig) are changed when their tag moves, and `rollout` shows and undoes that.',
      ],
    },
  ],
};
