import { pinnedImage } from '../core/stream/pin.ts';
import { latestEvent, specTag } from '../core/stream/tag-history.ts';
import type { Command, CommandSpec } from './command.ts';
import { PIN_FLAGS, type PinRequest, type PinResult, parsePinRequest, pinTo } from './objects/pin-change.ts';

const spec: CommandSpec = {
  needsStore: true,
  usage: 'STREAM:TAG',
  description: `Holds a tag at its image: neither "watch" nor "import-image" moves it until "unpin" lets it follow its source again, or
"tag" points it elsewhere. What it followed is kept in an annotation of the tag, with who pinned it, when and why.`,
  flags: PIN_FLAGS,
  examples: [
    {
      what: 'Hold a tag over the holidays',
      run: 'imagestream pin marsview:latest --reason="change freeze until January"',
    },
  ],
};

export const command: Command<PinRequest, PinResult> = {
  spec,

  parse: parsePinRequest,

  run: (request, ports) =>
    pinTo(ports, request, undefined, (_revisions, stream, name) => {
      const { tag } = request.at;
      const image = pinnedImage(specTag(stream, tag)) ?? latestEvent(stream, tag)?.image ?? '';
      const to = `to ${request.at.stream}@${image}`;
      return { image, done: `Tag ${name} pinned ${to}`, already: `Tag ${name} is already pinned ${to}` };
    }),
};
