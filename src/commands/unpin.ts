import { unpinTag } from '../core/stream/pin.ts';
import { revisionsOfTag } from './arguments/tag.ts';
import type { Command, CommandSpec } from './command.ts';
import { changePin, PIN_FLAGS, type PinRequest, type PinResult, parsePinRequest } from './objects/pin-change.ts';

const spec: CommandSpec = {
  needsStore: true,
  usage: 'STREAM:TAG',
  description: `Lets a tag that "rollback" or "pin" holds follow again what it followed before, with the same policy: an image elsewhere
is looked up at once, an alias gets what its tag has now, and a tag that was only pushed has no source again.`,
  flags: PIN_FLAGS,
  examples: [{ what: 'Follow the source again', run: 'imagestream unpin marsview:latest --reason="fixed in 2.4.1"' }],
};

export const command: Command<PinRequest, PinResult> = {
  spec,

  parse: parsePinRequest,

  run: (request, ports) =>
    changePin(ports, request, (stream, name) => {
      revisionsOfTag(stream, request.at.tag, undefined);
      const pin = unpinTag(stream, request.at.tag);
      const source = pin?.followed?.from?.name;
      if (!pin) return `Tag ${name} is not pinned`;
      return `Tag ${name} ${source ? `follows ${source} again` : 'is not pinned any more'}`;
    }),
};
