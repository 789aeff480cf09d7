import { printYaml } from '../codec/yaml.ts';
import type { PromotedStream, PromoteRequest } from '../commands/promote/request.ts';
import type { PromoteResult } from '../commands/promote.ts';
import { shortDigest } from '../core/history/choose-revision.ts';
import { isMoving } from '../core/stream/promotion.ts';
import { SeveralErrors } from '../errors.ts';
import { printJson } from './formats/document.ts';
import type { Printed } from './printed.ts';
import { safeLine } from './text/safe-text.ts';
import { GET_TABS, tabWriter } from './text/tab-writer.ts';

/** `promote`: a line for each stream with what becomes of it, and how many of each there are; or all of it as a document. */
export async function prepare(request: PromoteRequest): Promise<(result: PromoteResult) => Printed> {
  return ({ streams, errors }) => ({
    ...answer(request, streams, errors.length > 0),
    errors: request.exitCode && errors.length > 0 ? [new SeveralErrors(errors, { exitCode: 2 })] : errors,
    exitCode: request.exitCode && streams.some(isMoving) ? 1 : 0,
  });
}

function answer(request: PromoteRequest, streams: readonly PromotedStream[], failed: boolean): Printed {
  const done = failed || request.dryRun.mode === 'none';
  switch (request.output) {
    case 'json':
      return { stdout: printJson(streams), data: true };
    case 'yaml':
      return { stdout: printYaml(streams), data: true };
    case 'name': {
      const named = streams.filter((stream) => (done ? stream.moved : isMoving(stream)));
      return { stdout: named.map((s) => `imagestreamtag.image.openshift.io/${s.stream}:${s.to}\n`).join('') };
    }
    default: {
      if (streams.length === 0) return { stdout: '' };
      const pins = streams.filter(({ state }) => state === 'pinned').map(pinNote);
      return {
        stdout: table(streams, done),
        look: 'table',
        stderr: `${[...pins, summary(streams, done)].join('\n')}\n`,
      };
    }
  }
}

function table(streams: readonly PromotedStream[], done: boolean): string {
  const digest = (image: string | undefined) => (image ? shortDigest(image) : '-');
  const rows = streams.map((s) =>
    [s.stream, digest(s.fromImage), digest(s.toImage), done && s.moved && s.state === 'moves' ? 'moved' : s.state].map(
      safeLine,
    ),
  );
  const lines = [['STREAM', 'FROM', 'TO', 'STATE'], ...rows].map((cells) => cells.join('\t'));
  return tabWriter(`${lines.join('\n')}\n`, GET_TABS);
}

function pinNote({ stream, to }: PromotedStream): string {
  const name = safeLine(`${stream}:${to}`);
  return `note: the tag ${name} is pinned, and stays where it is; to let it move: imagestream unpin ${name}`;
}

/** Nobody is told that something moved which did not. */
function summary(streams: readonly PromotedStream[], done: boolean): string {
  const moves = streams.filter((stream) => (done ? stream.moved : isMoving(stream))).length;
  const others = (['same', 'pinned', 'missing'] as const).flatMap((state) => {
    const count = streams.filter((stream) => stream.state === state).length;
    return count > 0 ? [`${count} ${state}`] : [];
  });
  const moved = `${moves} ${moves === 1 ? 'tag' : 'tags'} ${done ? 'moved' : 'would move'}`;
  return [moved, ...others].join(', ');
}
