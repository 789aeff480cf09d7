import { mkdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { quietly } from '../files/file-system.ts';
import { contentVersion } from '../objects/content-version.ts';

/** What a system says about itself. Each is empty where it does not tell. */
export interface SystemFacts {
  /** machine-id(5), or a random number that is kept. Machines that were copied have the same. */
  machine: string;
  /** Changes at every start. */
  boot: string;
  /** The namespace of process ids; undefined on systems that have one for all. */
  namespace?: string;
}

/**
 * The running system: the machine, its start and, on Linux, the namespace of process ids. Where two processes have the
 * same one, a process id means the same to both. Machines of one name differ in it; so do copies of one machine, and one
 * machine before and after it was started anew. Empty where one of them is not known: then nobody is the same.
 *
 * The machine's id is not to be told to others (machine-id(5)). It cannot be had back from this: 64 bits of a hash over it
 * and another random number. A digest of node:crypto would take longer to load than a lock takes to be held.
 */
export function systemIdentity({ machine, boot, namespace }: SystemFacts): string {
  if (machine === '' || boot === '' || namespace === '') return '';
  return contentVersion(`imagestream system\n${machine}\n${boot}\n${namespace ?? ''}`);
}

/** The identity of the system that this process runs on. */
export function thisSystem(): string {
  const linux = os.platform() === 'linux';
  return systemIdentity({
    machine: machineId() || keptId(path.join(os.homedir(), '.local/state/imagestream/machine-id')),
    boot: linux ? textOf('/proc/sys/kernel/random/boot_id') : startedAt(),
    ...(linux ? { namespace: quietly(() => readlinkSync('/proc/self/ns/pid')) ?? '' } : {}),
  });
}

function machineId(): string {
  for (const file of ['/etc/machine-id', '/var/lib/dbus/machine-id']) {
    const id = textOf(file);
    // "uninitialized" stands there while a system is started for the first time.
    if (isId(id)) return id;
  }
  return '';
}

/** A random id that is made once; empty where it cannot be kept. Of several who make it at once, one does. */
export function keptId(file: string): string {
  const read = () => textOf(file);
  const found = read();
  if (isId(found)) return found;
  quietly(() => {
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(file, `${crypto.randomUUID().replaceAll('-', '')}\n`, { flag: 'wx', mode: 0o600 });
  });
  const made = read();
  return isId(made) ? made : '';
}

const textOf = (file: string) => quietly(() => readFileSync(file, 'utf8').trim()) ?? '';

const isId = (text: string) => /^[0-9a-f]{32}$/.test(text) && /[^0]/.test(text);

/** The second in which the system was started. Where clocks are set meanwhile, it seems to be another one. */
const startedAt = () => String(Math.round(Date.now() / 1000 - os.uptime()));
