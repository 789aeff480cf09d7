import { isTagName } from '../core/references/names.ts';
import { parseLabelSelector } from '../core/selection/selector.ts';
import { type Arguments, type Command, type CommandSpec, type Ports, refuse } from './command.ts';
import { DRY_RUN_FLAG, parseDryRun } from './flags/dry-run.ts';
import { EVENT_FLAGS, parseEventFlags } from './flags/event-flags.ts';
import { orTrouble } from './flags/exit-code.ts';
import { parseOutputChoice } from './flags/output-format.ts';
import { REASON_FLAG } from './flags/reason.ts';
import { firstErrors } from './objects/first-errors.ts';
import { movePromoted } from './promote/move.ts';
import { planPromotion } from './promote/plan.ts';
import type { PromotedStream, PromoteRequest } from './promote/request.ts';

export interface PromoteResult {
  /** In the order of the request, or by name. */
  streams: readonly PromotedStream[];
  errors: readonly unknown[];
}

const spec: CommandSpec = {
  needsStore: true,
  usage: 'FROM-TAG TO-TAG [STREAM ...]',
  description: `Gives the images that one tag of several streams has to another tag of the same streams, as "tag STREAM:FROM STREAM:TO"
does for each, and shows a table of what moves: what is the same stays, and a tag that is pinned stays where it is. --all
means every stream that has FROM-TAG, -l those of them with labels.

Everything is read and checked first: where one stream has no image to give, or cannot be changed, nothing is moved. With
--dry-run nothing is moved in any case. With --exit-code the exit code is 1 where something moves, or would, and 2 for
failures.`,
  flags: [
    { name: 'all', group: 'what', type: 'bool', help: 'Every stream of the namespace that has FROM-TAG' },
    {
      name: 'selector',
      group: 'what',
      short: 'l',
      type: 'string',
      value: 'LABELS',
      help: 'Those of them with these labels',
    },
    { ...DRY_RUN_FLAG, help: 'Show what would move, and move nothing' },
    { name: 'exit-code', group: 'how', type: 'bool', help: 'Exit with 1 where something moves, with 2 for failures' },
    {
      name: 'output',
      group: 'output',
      short: 'o',
      type: 'string',
      value: 'json|name|yaml',
      help: 'Print data, or the names of what moves',
    },
    REASON_FLAG,
    ...EVENT_FLAGS,
  ],
  examples: [
    { what: 'What is in dev and not in prod?', run: 'imagestream promote dev prod --all --dry-run' },
    { what: 'Promote two services together', run: 'imagestream promote dev prod web api --reason="release 42"' },
    { what: 'Promote the services of a team', run: 'imagestream promote staging prod -l team=shop' },
  ],
};

export const command: Command<PromoteRequest, PromoteResult> = {
  spec,

  parse(input) {
    return input.flags.bool('exit-code') ? orTrouble(() => parse(input)) : parse(input);
  },

  run(request, ports) {
    return request.exitCode ? orTrouble(() => promote(request, ports)) : promote(request, ports);
  },
};

function parse({ args, flags, usage }: Arguments): PromoteRequest {
  const [from, to, ...names] = args;
  if (from === undefined || to === undefined) throw usage('FROM-TAG and TO-TAG are required');
  for (const tag of [from, to]) if (!isTagName(tag)) throw noTag(tag, usage);
  if (from === to) refuse(`"${from}" cannot be promoted to itself`);
  const selector = flags.string('selector');
  const all = flags.bool('all');
  if (names.length > 0 && (all || selector)) refuse('name cannot be provided when --all or a selector is specified');
  if (names.length === 0 && !all && !selector) {
    throw usage(`name streams, or give --all for every stream that has the tag "${from}"`);
  }
  const labels = selector ? parseLabelSelector(selector) : undefined;
  return {
    from,
    to,
    streams: names.length > 0 ? { type: 'named', names } : { type: 'all', labels },
    dryRun: parseDryRun(flags),
    exitCode: flags.bool('exit-code'),
    output: parseOutputChoice(flags, ['json', 'name', 'yaml']) || 'text',
    events: parseEventFlags(flags),
  };
}

/** Whoever knows `tag` writes streams first. */
function noTag(text: string, usage: Arguments['usage']): Error {
  return usage(`"${text}" is not the name of a tag: promote takes two tags, and then streams`);
}

async function promote(request: PromoteRequest, ports: Ports): Promise<PromoteResult> {
  const { streams, errors } = await planPromotion(request, ports);
  if (errors.length > 0) return { streams, errors: firstErrors(errors) };
  if (request.dryRun.mode !== 'none') return { streams, errors };
  return movePromoted(streams, ports);
}
