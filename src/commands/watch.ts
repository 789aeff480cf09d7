import type { WatchOptions } from '../api/schedule/scheduler-context.ts';
import type { EventRequest } from '../core/events/sink-settings.ts';
import { STREAMS_PER_MINUTE } from '../core/schedule/rate-limit.ts';
import { parseInterval, SCHEDULE_ANNOTATION } from '../core/schedule/rhythm.ts';
import type { StreamWatchEvent } from '../core/schedule/watch-event.ts';
import { isAppError } from '../errors.ts';
import { type Command, type CommandSpec, wrongFlag } from './command.ts';
import { EVENT_FLAGS, parseEventFlags } from './flags/event-flags.ts';
import { parseOutputChoice } from './flags/output-format.ts';

export interface WatchRequest extends Omit<WatchOptions, 'signal' | 'retries'> {
  output: 'text' | 'json';
  /** Whom to tell of what is changed. */
  events: EventRequest;
}

export interface WatchResult {
  request: WatchRequest;
  events: AsyncIterable<StreamWatchEvent>;
}

const spec: CommandSpec = {
  needsStore: true,
  usage: '',
  description: `Keeps the tags fresh that are marked "scheduled" (import-image --scheduled, tag --scheduled), in every namespace unless
-n names one. A tag is looked up every 15 minutes, or as often as --interval says; a tag with the annotation
${SCHEDULE_ANNOTATION} has its own time: a duration (1h30m), or a cron expression in local time (0 3 * * *). What is
unchanged costs one request and writes nothing. Tags that were written by hand and never imported are imported at once.

Runs until it is interrupted; each change and each new failure is a line. With --once it does what is due and ends, for
cron and pipelines, and says how many tags are not due; --now looks at all of them. When a tag was last looked at is
remembered in the store's .watch folder, which git ignores. Several
processes may watch one store: one works, the others wait and take over when it is gone.

A registry that is down is left alone for a while that doubles up to the interval. No more streams are begun than
--max-per-minute says, with twice as many at once; what has to wait is done later.

--exec runs a command for each object whose image changed by its triggers, and for each tag that moved and that no object
follows: with the event on standard input and in IMAGESTREAM_* variables. --webhook posts it, signed with
IMAGESTREAM_WEBHOOK_SECRET. What fails is tried again, after a second at first and five minutes at most. What succeeded is
not told again, also after a kill; what was changed by somebody else in the meantime is told at the next start.`,
  flags: [
    {
      name: 'interval',
      group: 'how',
      type: 'string',
      value: 'DURATION',
      default: '15m',
      help: 'How often a tag is looked up',
    },
    {
      name: 'once',
      group: 'what',
      type: 'bool',
      help: 'Do what is due, and end; the exit code is 1 when something failed',
    },
    {
      name: 'now',
      group: 'what',
      type: 'bool',
      help: 'Look at every scheduled tag at once, also at those that are not due',
    },
    {
      name: 'max-per-minute',
      group: 'how',
      type: 'int',
      value: 'STREAMS',
      default: String(STREAMS_PER_MINUTE),
      help: 'How many streams are begun in a minute; 0 for no limit',
    },
    ...EVENT_FLAGS,
    {
      name: 'output',
      group: 'output',
      short: 'o',
      type: 'string',
      value: 'json',
      help: 'Print every event as a line of JSON',
    },
  ],
  examples: [
    { what: 'Keep scheduled tags fresh', run: 'imagestream watch' },
    { what: 'Do what is due now, from cron', run: 'imagestream watch --once' },
    { what: 'Look at all scheduled tags now, after a push', run: 'imagestream watch --once --now' },
    { what: 'Look every five minutes, and tell a program', run: 'imagestream watch --interval 5m -o json' },
    {
      what: 'Deploy what changed',
      run: "imagestream watch --exec='kubectl apply -f -' --exec-input=object --events=objects",
    },
    {
      what: 'Look one tag up at night only',
      run: `imagestream annotate istag/base:latest ${SCHEDULE_ANNOTATION}='0 3 * * *'`,
    },
  ],
};

export const command: Command<WatchRequest, WatchResult> = {
  spec,

  parse({ args, flags, usage }) {
    if (args.length > 0) throw usage(`watch takes no arguments, and was given "${args[0]}"`);
    const output = parseOutputChoice(flags, ['json']) || 'text';
    return {
      namespace: flags.string('namespace') || undefined,
      interval: intervalOf(flags.string('interval')),
      perMinute: flags.int('max-per-minute'),
      once: flags.bool('once'),
      all: flags.bool('now'),
      output,
      events: parseEventFlags(flags),
    };
  },

  async run(request, ports) {
    const { output: _output, events, ...options } = request;
    const { retries } = events;
    return { request, events: ports.watchStreams({ ...options, retries, signal: ports.signal }) };
  },
};

function intervalOf(text: string): number {
  try {
    return parseInterval(text);
  } catch (error) {
    if (!isAppError(error)) throw error;
    throw wrongFlag('interval', text, error.message, 'A duration is written as 30s, 15m or 1h30m');
  }
}
