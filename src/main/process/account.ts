import os from 'node:os';
import process from 'node:process';

/** The account of the system that the process runs under, as far as it says where things lie and whose they are. */
interface Account {
  env: NodeJS.ProcessEnv;
  home: string;
  /** Undefined where the system has no numbers for users. */
  uid: number | undefined;
  platform: NodeJS.Platform;
}

export function account(): Account {
  return { env: process.env, home: os.homedir(), uid: process.getuid?.(), platform: process.platform };
}
