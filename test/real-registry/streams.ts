import type { ImageStream, TagEvent } from '../../src/core/objects/image-stream.ts';
import type { CommandLine, Outcome } from '../support/command-line.ts';

/** Runs a command line that must succeed, such as `get is`; gives what it printed. */
export async function imagestream(user: CommandLine, line: string): Promise<string> {
  const { status, stdout, stderr } = await user.run(line.split(' '));
  if (status !== 0) throw new Error(`imagestream ${line}: ${status}\n${stdout}\n${stderr}`);
  return stdout;
}

/** Runs a command line however it ends. */
export function attempt(user: CommandLine, line: string): Promise<Outcome> {
  return user.run(line.split(' '));
}

export async function stream(user: CommandLine, name: string): Promise<ImageStream> {
  return JSON.parse(await imagestream(user, `get is/${name} -o json`)) as ImageStream;
}

/** The history of a tag, newest first. */
export async function history(user: CommandLine, name: string, tag: string): Promise<TagEvent[]> {
  const { status } = await stream(user, name);
  return status?.tags?.find((entry) => entry.tag === tag)?.items ?? [];
}

/** The digests that a tag has had, newest first. */
export async function digests(user: CommandLine, name: string, tag: string): Promise<string[]> {
  return (await history(user, name, tag)).map(({ image }) => image);
}
