import type { WatchRequest, WatchResult } from '../commands/watch.ts';
import type { NotDue, StreamWatchEvent, TellingEvent } from '../core/schedule/watch-event.ts';
import { AppError } from '../errors.ts';
import type { Printed } from './printed.ts';
import { safeLine } from './text/safe-text.ts';

/** `watch`: what happens to tags and registries as lines on standard output, what is said about watching on standard error. */
export async function prepare({ output }: WatchRequest): Promise<(result: WatchResult) => Printed> {
  const print = output === 'json' ? jsonLine : textLine;
  return ({ request, events }) => ({ stdout: '', more: printEvents(events, request, print) });
}

async function* printEvents(
  events: AsyncIterable<StreamWatchEvent>,
  { once }: WatchRequest,
  print: (event: StreamWatchEvent) => Printed,
): AsyncGenerator<Printed> {
  let troubles = 0;
  for await (const event of events) {
    if (isTrouble(event)) troubles += 1;
    const printed = print(event);
    if (event.event !== 'done') yield printed;
    else yield { ...printed, errors: once && troubles > 0 ? [incomplete(event)] : [] };
  }
}

/** What is tried again is no trouble yet. */
function isTrouble(event: StreamWatchEvent): boolean {
  if (event.event === 'untold') return event.retry === undefined;
  return event.event === 'failed' || event.event === 'warning';
}

function incomplete({ failed, looked }: Extract<StreamWatchEvent, { event: 'done' }>): AppError {
  const what = failed > 0 ? `${failed} of ${looked} tags could not be imported` : 'not all is well';
  return new AppError('ARGUMENT', what);
}

function jsonLine(event: StreamWatchEvent): Printed {
  return { stdout: `${JSON.stringify(event)}\n`, data: true };
}

function textLine(event: StreamWatchEvent): Printed {
  const line = `${safeLine(textOf(event))}\n`;
  return isAnswer(event) ? { stdout: `${event.time} ${line}` } : { stdout: '', stderr: line };
}

/** Whether an event is what a script waits for; the others are notes for whoever runs the command. */
function isAnswer({ event }: StreamWatchEvent): boolean {
  return event !== 'waiting' && event !== 'held' && event !== 'watching' && event !== 'warning' && event !== 'done';
}

function textOf(event: StreamWatchEvent): string {
  switch (event.event) {
    case 'changed': {
      const before = event.previous ? ` (was ${event.previous})` : '';
      return `${tagOf(event)} changed to ${event.reference}${before}`;
    }
    case 'recovered':
      return `${tagOf(event)} recovered, and is ${event.reference}`;
    case 'held':
      return `note: ${event.namespace}: ${event.message}`;
    case 'failed':
      return `${tagOf(event)} failed: ${event.message} (${event.reason})`;
    case 'registry-down':
      return `registry ${event.registry} is down, and is asked again at ${event.retry}: ${event.message}`;
    case 'registry-up':
      return `registry ${event.registry} is back`;
    case 'told':
      return `${subjectOf(event)} got ${event.image}: told the ${event.sink} (${event.outcome})`;
    case 'untold': {
      const again = event.retry ? `; tried again at ${event.retry}` : '';
      return `${subjectOf(event)} got ${event.image}: could not tell the ${event.sink} (${event.outcome})${again}`;
    }
    case 'waiting':
      return `note: ${event.holder} watches this store`;
    case 'watching': {
      const pinned =
        event.pinned === 1 ? '; 1 pinned tag stays as it is' : `; ${event.pinned} pinned tags stay as they are`;
      return `watching ${event.tags} tags of ${event.streams} streams${event.pinned > 0 ? pinned : ''}`;
    }
    case 'warning':
      return `warning: ${event.stream ? `${event.namespace}/${event.stream}: ` : ''}${event.message}`;
    case 'done': {
      const postponed = event.postponed > 0 ? `, ${event.postponed} postponed` : '';
      const next = event.notDue > 0 ? notDueText(event) : event.next ? `; next due ${event.next}` : '';
      return `looked at ${event.looked} tags: ${event.changed} changed, ${event.failed} failed${postponed}${next}`;
    }
  }
}

/** What is the first thing to know after a push: that nobody looked, and how to. */
function notDueText({ notDue, notDueBefore }: NotDue): string {
  const when = notDueBefore === undefined ? 'not due any more' : `not due before ${notDueBefore}`;
  return `; ${notDue} ${notDue === 1 ? 'tag is' : 'tags are'} ${when}; --now looks at all`;
}

function subjectOf({ kind, namespace, name, tag }: TellingEvent): string {
  return tag === undefined ? `${kind} ${namespace}/${name}` : `${namespace}/${name}:${tag}`;
}

function tagOf(event: { namespace: string; stream: string; tag: string }): string {
  return `${event.namespace}/${event.stream}:${event.tag}`;
}
