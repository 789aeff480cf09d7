import { timestamp } from '../api/context.ts';
import { pinnedImage } from '../core/stream/pin.ts';
import { latestEvent, specTag } from '../core/stream/tag-history.ts';
import { revisionsOfTag } from './arguments/tag.ts';
import type { Command, CommandSpec } from './command.ts';
import { dryRunSuffix } from './flags/dry-run.ts';
import {
  changeStream,
  checkPinnable,
  PIN_FLAGS,
  type PinRequest,
  type PinResult,
  parsePinRequest,
  pinNote,
  pinned,
  shownTag,
} from './objects/pin-change.ts';

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

  async run(request, ports) {
    const { at, reason, dryRun } = request;
    const name = shownTag(at, ports);
    const note = await pinNote(ports, reason);
    let message = '';
    await changeStream(ports, request, (stream) => {
      revisionsOfTag(stream, at.tag, undefined);
      checkPinnable(stream, at);
      const image = pinnedImage(specTag(stream, at.tag)) ?? latestEvent(stream, at.tag)?.image ?? '';
      const isNews = pinned(stream, at.tag, image, timestamp(ports.now()), note);
      message = `Tag ${name} ${isNews ? 'pinned' : 'is already pinned'} to ${at.stream}@${image}`;
    });
    return { message: `${message}${dryRunSuffix(dryRun.mode)}.` };
  },
};
