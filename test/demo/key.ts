const CTRL_C = 3;

/** Waits for a key on the terminal, whichever; Ctrl-C does what it always does. What asks for it is taken away again. */
export async function keyPressed(): Promise<void> {
  const { stdin, stdout } = process;
  stdout.write('\n-- any key goes on --');
  stdin.setRawMode(true);
  stdin.resume();
  const bytes = await new Promise<Buffer>((resolve) => stdin.once('data', resolve));
  stdin.setRawMode(false);
  stdin.pause();
  stdout.write('\r\u001b[2K\u001b[1A');
  if (bytes[0] === CTRL_C) process.kill(process.pid, 'SIGINT');
}
