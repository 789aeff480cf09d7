import type { Told } from '../api/events/sink-teller.ts';
import type { Ports } from '../commands/command.ts';
import type { EventRequest } from '../core/events/sink-settings.ts';
import type { ProgramFacts } from '../core/ports/program-facts.ts';
import { AppError, type ErrorCode, interrupted, isAppError } from '../errors.ts';
import { printError } from '../print/error.ts';
import type { Look, Printed } from '../print/printed.ts';
import { safeMessage } from '../print/text/safe-text.ts';
import type { FailedCall } from './advice.ts';
import { exitCodeOf, isSignalCode } from './exit-codes.ts';
import { GLOBAL_FLAGS } from './global-flags.ts';
import { colorChoiceOf, createPainter, type Painter } from './painter.ts';
import { flagValues, parseFlags } from './pflag.ts';
import { type Found, findCommand, firstWords, unknownMember } from './program.ts';
import type { CliIo, Session } from './session.ts';
import type { Verb } from './verbs.ts';

/**
 * One command line: parse, run, print. The only place that turns failures into text and exit codes.
 *
 * @param argv the arguments after the program's name
 * @returns the exit code
 */
export async function runCli(argv: readonly string[], streams: CliIo): Promise<number> {
  const io = safeStreams(streams, createPainter(streams.screen, colorChoiceOf(argv)));
  try {
    const first = argv[0];
    if (argv.length === 1 && first === '--version') {
      await io.out(`imagestream ${io.about.version}\n`);
      return 0;
    }
    if (first === '__complete') return await (await import('./complete.ts')).complete(argv.slice(1), io);
    if (first === 'help') return await showHelp(argv.slice(1), io);
    if (first === 'options') return await showOptions(argv.slice(1), io);
    return await runVerb(findCommand(argv, io.program), io);
  } catch (failure) {
    const error = await advise(await told(failure, argv, io.program), { argv, program: io.program });
    const code = exitCodeOf(error, io.signalled());
    // A template that fails has printed what came before the failure, as in kubectl.
    const { output } = error as { output?: unknown };
    if (typeof output === 'string') await io.data(output);
    if (!isSignalCode(code)) await io.err(printError(error));
    return code;
  }
}

/**
 * What is said of a failure. Words that name a verb of `oc` which is not here say that, and not that it is unknown; under
 * that name, what is wrong with a flag is told in `oc`'s words alone, because scripts read them.
 */
async function told(failure: unknown, argv: readonly string[], program: string): Promise<unknown> {
  if (!isAppError(failure) || !['ARGUMENT', 'USAGE', 'FLAG'].includes(failure.code)) return failure;
  const { refusalOf } = await import('./refusals.ts');
  const refusal = refusalOf(firstWords(argv[0] === 'help' ? argv.slice(1) : argv), program);
  if (refusal) return refusal;
  return failure.code === 'FLAG' && program === 'oc' ? new AppError('FLAG', failure.message) : failure;
}

/** The failure with one thing to try, where something knows one. */
async function advise(failure: unknown, call: FailedCall): Promise<unknown> {
  if (!isAppError(failure) || failure.hint !== undefined) return failure;
  return (await import('./advice.ts')).advised(failure, call);
}

/** Streams on which nothing steers a terminal, and nothing shows the login of an address; `data` is written as it is. */
interface SafeIo extends CliIo {
  out(text: string, look?: Look): Promise<void>;
  data(text: string | Uint8Array): Promise<void>;
  page: Painter['page'];
}

/** The one edge that all text passes: what is not data is made harmless here, whoever made it. */
function safeStreams(streams: CliIo, { answer, messages, page }: Painter): SafeIo {
  return {
    ...streams,
    data: streams.out,
    out: async (text, look) => streams.out(look ? await answer(safeMessage(text), look) : safeMessage(text)),
    err: async (text) => streams.err(await messages(safeMessage(text))),
    page,
  };
}

const runVerb = (found: Found, io: SafeIo): Promise<number> =>
  found.type === 'group' ? showGroup(found.prefix, found.rest, io) : runCommand(found.entry, found.rest, io);

/** `help WORD...`: what there is to say of a verb, of a topic, or of both where a word is both. Fails with ARGUMENT. */
async function showHelp(words: readonly string[], io: SafeIo): Promise<number> {
  if (words[0] === 'options') return showOptions(words.slice(1), io);
  if (words.includes('--all')) {
    await io.data((await import('./help/root.ts')).everyCommand(await io.page()));
    return 0;
  }
  const { TOPICS } = await import('./topics/index.ts');
  const topic = words.length === 1 ? TOPICS.find(({ name }) => name === words[0]) : undefined;
  let found: Found | undefined;
  try {
    found = findCommand([...words, '--help'], io.program);
  } catch (error) {
    if (!isAppError(error, 'ARGUMENT')) throw error;
    const hint = `The topics are ${TOPICS.map(({ name }) => name).join(', ')}`;
    if (!topic) throw new AppError('ARGUMENT', error.message, { hint });
  }
  const code = found ? await runVerb(found, io) : 0;
  if (!topic) return code;
  const { topicText } = await import('./topics/text.ts');
  await io.data(`${found ? '\n' : ''}${topicText(await topic.load(), await io.page())}`);
  return code;
}

/** `options`: the flags of every command. Fails with ARGUMENT where more is asked for. */
async function showOptions(rest: readonly string[], io: SafeIo): Promise<number> {
  const { args } = parseFlags(rest, GLOBAL_FLAGS, `See '${io.program} options --help' for usage.`);
  const [word] = args;
  if (word !== undefined) throw unknownMember(['options'], word, io.program);
  await io.data((await import('./help/options.ts')).optionsHelp(await io.page()));
  return 0;
}

async function showGroup(prefix: readonly string[], rest: readonly string[], io: SafeIo): Promise<number> {
  const usage = `See '${[io.program, ...prefix].join(' ')} --help' for usage.`;
  const { args } = parseFlags(rest, GLOBAL_FLAGS, usage);
  const { groupHelp, rootHelp } = await import('./help/root.ts');
  const [word] = args;
  if (word !== undefined) throw unknownMember(prefix, word, io.program);
  const page = await io.page();
  await io.data(prefix.length === 0 ? rootHelp(io.program, page) : groupHelp(io.program, prefix, page));
  return 0;
}

async function runCommand(entry: Verb, tokens: readonly string[], io: SafeIo): Promise<number> {
  const command = await entry.load();
  const flags = [...command.spec.flags, ...GLOBAL_FLAGS];
  const called = [io.program, ...entry.path].join(' ');
  const parsed = parseFlags(tokens, flags, `See '${called} --help' for usage.`);
  if (parsed.help) {
    const refusal =
      parsed.args.length > 0 && (await import('./refusals.ts')).refusalOf([...entry.path, ...parsed.args], io.program);
    if (refusal) throw refusal;
    const { commandHelp } = await import('./help/command.ts');
    await io.data(commandHelp(entry, command.spec, io.program, await io.page()));
    return 0;
  }
  const values = flagValues(parsed, flags);
  const usage = (message: string) => new AppError('USAGE', `${message}\nSee '${called} -h' for help and examples`);
  const request = command.parse({ args: parsed.args, flags: values, program: io.program, usage });
  const prepare = await entry.loadPrinter();
  const print = await prepare(request as never, {
    now: io.now,
    readText: io.readText,
    verbose: Number(values.string('v') || values.string('loglevel')) > 0,
    isTerminal: async () => (await io.screen(1, 'never')).columns !== undefined,
  });
  const { events } = request as { events?: EventRequest };
  const session = command.spec.standsAlone
    ? standingAlone(io.about)
    : await io.open(values, { path: entry.path, spec: command.spec, events });
  const ports = command.spec.standsAlone ? undefined : session.ports;
  const call = { argv: tokens, program: io.program, ports };
  try {
    const result = await command.run(request as never, session.ports);
    if (!command.spec.standsAlone) await settle(session.ports, () => show(print(result as never), io, call));
    const code = await show(print(result as never), io, call);
    const untold = (await session.tellSinks?.()) ?? [];
    for (const told of untold) await io.err(printError(toldError(told)));
    return code || (untold.length > 0 || session.passedOver?.() ? 1 : 0);
  } catch (failure) {
    throw await advise(failure, call);
  } finally {
    await session.close();
  }
}

/** What a verb about the program itself works with. Asking for more is a mistake in the program. */
function standingAlone(program: ProgramFacts): Session {
  const ports = new Proxy({ program } as Ports, {
    get(target, name) {
      if (name in target) return target[name as keyof Ports];
      throw new Error(`a verb that stands alone asked for ${String(name)}`);
    },
  });
  return { ports, close: async () => {} };
}

const STORE_FAILED: ReadonlySet<ErrorCode> = new Set(['STORE_BROKEN', 'STORE_IO', 'STORE_LOCKED']);

/** Does what follows from a change. Where that fails, what was done before is said before the failure. */
async function settle({ api }: Ports, showDone: () => Promise<number>): Promise<void> {
  try {
    await api.controllers.settle();
  } catch (error) {
    await showDone();
    if (!isAppError(error) || !STORE_FAILED.has(error.code)) throw error;
    const mend = error.hint ?? 'Run the command again';
    const hint = `What is said above is done; what follows from it, as imports and triggers do, is not. ${mend}`;
    throw new AppError(error.code, error.message, { cause: error, hint });
  }
}

function toldError({ sink, subject, outcome }: Told): AppError {
  const { kind, namespace, name, tag } = subject;
  const what = `${kind} ${namespace}/${name}${tag === undefined ? '' : `:${tag}`}`;
  return new AppError('ARGUMENT', `the ${sink} failed for ${what}: ${outcome}`, {
    hint: 'What was changed stays changed; the next command with the same command or webhook tries again',
  });
}

/** Notes first, then the answer, then what failed, then the same of what comes later. The first failure decides about the exit code. */
async function show(printed: Printed, io: SafeIo, call: FailedCall): Promise<number> {
  if (printed.stderr) await io.err(printed.stderr);
  if (printed.stdout) await (printed.data ? io.data(printed.stdout) : io.out(printed.stdout, printed.look));
  if (printed.bytes) await io.data(printed.bytes);
  const errors = printed.errors ?? [];
  for (const error of errors) await io.err(printError(await advise(error, call)));
  let code = errors.length > 0 ? exitCodeOf(errors[0], io.signalled()) : (printed.exitCode ?? 0);
  for await (const part of printed.more ?? []) {
    const outcome = await show(part, io, call);
    code ||= outcome;
  }
  // What goes on until it is interrupted has been interrupted.
  if (printed.more && io.signalled()) code = exitCodeOf(interrupted(), io.signalled());
  return code;
}
