import { chooseRevision, parseMoment, parseRevision, type RevisionChoice } from '../core/history/choose-revision.ts';
import { readRecord } from './arguments/tag.ts';
import { type Command, type CommandSpec, refuse } from './command.ts';
import { PIN_FLAGS, type PinRequest, type PinResult, parsePinRequest, pinTo } from './objects/pin-change.ts';

export interface RollbackRequest extends PinRequest {
  /** A time is read when the clock is known. */
  to: RevisionChoice | { type: 'moment'; text: string };
}

const spec: CommandSpec = {
  needsStore: true,
  usage: 'STREAM:TAG [--to=REVISION]',
  description: `Points a tag at an image that it has had, and pins it: neither "watch" nor "import-image" moves it until "unpin" lets it
follow its source again, or "tag" points it elsewhere. What it followed is kept in an annotation of the tag, with who
rolled it back, when and why. Without --to or --to-time it is the image before the one that the tag has now.

A cluster that gets the stream holds the tag, too: it is what "oc tag STREAM@DIGEST STREAM:TAG" writes.`,
  flags: [
    {
      name: 'to',
      group: 'what',
      type: 'string',
      value: 'REVISION',
      help: 'A number that "history" shows, or @ and the beginning of a digest',
    },
    {
      name: 'to-time',
      group: 'what',
      type: 'string',
      value: 'TIME',
      help: 'What the tag had then: 2026-03-01T10:00:00Z, 2026-03-01, or 36h or 7d for so long ago',
    },
    ...PIN_FLAGS,
  ],
  examples: [
    { what: 'Go back to the image before', run: 'imagestream rollback marsview:latest --reason="crashes on login"' },
    { what: 'Go back to revision 3', run: 'imagestream rollback marsview:latest --to=3' },
    { what: 'Go back to what it was yesterday', run: 'imagestream rollback marsview:latest --to-time=24h' },
  ],
};

export const command: Command<RollbackRequest, PinResult> = {
  spec,

  parse(input) {
    const request = parsePinRequest(input);
    const [to, time] = [input.flags.string('to'), input.flags.string('to-time')];
    if (to && time) refuse('cannot specify --to and --to-time together');
    if (time) return { ...request, to: { type: 'moment', text: time } };
    return { ...request, to: to ? parseRevision(to) : { type: 'previous' } };
  },

  async run(request, ports) {
    const { at, to } = request;
    const choice: RevisionChoice = to.type === 'moment' ? { type: 'time', at: parseMoment(to.text, ports.now()) } : to;
    const record = await readRecord(ports, at.namespace ?? ports.namespace, at.stream, at.tag);
    return pinTo(ports, request, record, (revisions, _stream, name) => {
      const { event, number } = chooseRevision(revisions, choice, name);
      const { image } = event;
      if (!image) refuse(`revision ${number} of ${name} has no image`);
      const target = `to ${at.stream}@${image} (revision ${number})`;
      return {
        image,
        done: `Tag ${name} rolled back ${target} and pinned`,
        already: `Tag ${name} is pinned ${target} already`,
      };
    });
  },
};
