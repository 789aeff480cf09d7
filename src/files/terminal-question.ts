import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

/**
 * Asks a question at a terminal and returns the line that was typed, or undefined where the input has ended. What is typed
 * to a hidden question is not shown.
 */
export function askAtTerminal(
  question: string,
  { hidden = false }: { hidden?: boolean },
  { input, output }: { input: NodeJS.ReadStream; output: NodeJS.WriteStream },
): Promise<string | undefined> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: hidden ? silent : output, terminal: true });
  return new Promise((resolve) => {
    let answer: string | undefined;
    if (hidden) output.write(question);
    lines.on('close', () => {
      if (hidden) output.write('\n');
      resolve(answer);
    });
    // The interface takes the terminal's interrupt key; the answer is none then.
    lines.on('SIGINT', () => lines.close());
    lines.question(hidden ? '' : question, (line) => {
      answer = line;
      lines.close();
    });
  });
}
