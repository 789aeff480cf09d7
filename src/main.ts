import process from 'node:process';
import { runCli } from './cli/run.ts';
import type { CliIo, CommandCall, Session } from './cli/session.ts';
import type { FlagValues } from './commands/command.ts';
import { openCall } from './main/call/call.ts';
import { callOptions } from './main/call/options.ts';
import { createPorts } from './main/call/ports.ts';
import { openProgress } from './main/call/progress.ts';
import { readTextFile } from './main/process/input.ts';
import { answerForKeychain, KEYCHAIN_PROCESS } from './main/process/keychain.ts';
import { paintMessagesOf } from './main/process/painted-messages.ts';
import { type OwnProcess, openProcess } from './main/process/process.ts';
import { openStore } from './main/process/store.ts';
import { readConfiguration } from './main/user/configuration.ts';
import { openUser } from './main/user/user.ts';
import type { ColorChoice } from './print/text/style.ts';

/** Runs the command line of this process and sets its exit code. */
export async function main(): Promise<void> {
  if (process.argv[2] === KEYCHAIN_PROCESS) return answerForKeychain();
  // What Node warns of is for who writes programs, and standard error is for who uses them.
  process.removeAllListeners('warning');
  const own = openProcess();
  const { program, output, interruption, now } = own;
  const io: CliIo = {
    program: program.name,
    about: program,
    out: (text) => output.write(1, text),
    err: (text) => output.write(2, text),
    screen: async (descriptor, color) => (await import('./main/process/screen.ts')).readScreen(descriptor, color),
    signalled: interruption.received,
    now,
    readText: async (file) => readTextFile(file),
    open: (flags, call) => openSession(own, flags, call),
  };
  process.exitCode = await runCli(process.argv.slice(2), io);
}

/** The layers of one command line, each upon the one before: the store of the process, its user, this call. */
async function openSession(own: OwnProcess, flags: FlagValues, verb: CommandCall | undefined): Promise<Session> {
  await paintMessagesOf(own.output, flags.string('color') as ColorChoice);
  const store = await openStore(own, {
    named: flags.string('store'),
    needed: verb?.spec.needsStore ?? false,
    safeDirectories: async (directory) => (await readConfiguration(directory)).safeDirectories,
  });
  const user = await openUser(own, store, flags);
  const layers = { own, store, user };

  const options = callOptions(flags, verb, own.interruption);
  const progress = await openProgress(own, flags);
  const call = openCall(layers, options, progress.report);
  return {
    ports: createPorts(layers, options, call),
    tellSinks: call.events.tell,
    passedOver: store.unreadable.any,
    async close() {
      progress.stop();
      await user.registries.close();
    },
  };
}
