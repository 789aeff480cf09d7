import os from 'node:os';
import process from 'node:process';
import { authorOf } from '../../core/history/author.ts';
import type { Author } from '../../core/history/change-origin.ts';

/** Who runs this process. */
export function readAuthor(): Author {
  return authorOf(process.env, () => `${userName()}@${os.hostname()}`);
}

function userName(): string {
  try {
    return os.userInfo().username;
  } catch {
    // A user of a container whom its files do not name.
    return process.env.USER || process.env.USERNAME || `${process.getuid?.() ?? 'unknown'}`;
  }
}
