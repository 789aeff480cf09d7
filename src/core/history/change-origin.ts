import type { ChangeNote } from '../objects/image-stream-history.ts';

/** Who works here. */
export type Author = Pick<ChangeNote, 'by' | 'job'>;

/** What the command at work is, for the histories of what it changes. */
export interface ChangeOrigin {
  /** What it does, in a word or two. */
  cause: string;
  /** What the user gave as the reason; empty for none. */
  reason: string;
  author(): Promise<Author>;
}

/** Commands whose changes are told by another word than their own. */
const CAUSES: Readonly<Record<string, string>> = { 'import-image': 'import', watch: 'scheduled import' };

/** The word for what a command does to a tag. */
export function causeOf(command: string): string {
  return CAUSES[command] ?? command;
}

export async function noteOf(origin: ChangeOrigin | undefined): Promise<ChangeNote> {
  if (!origin) return {};
  return { ...(await origin.author()), ...(origin.reason ? { reason: origin.reason } : {}) };
}
