import { spawnSync } from 'node:child_process';

/** What systemd has against units of a user, which lie in a folder; '' for nothing. */
export function verifyUnits(folder: string, ...units: string[]): string {
  const files = units.map((unit) => `./${unit}`);
  const env = { PATH: process.env.PATH ?? '', HOME: folder, XDG_RUNTIME_DIR: folder };
  const { status, stdout, stderr } = spawnSync('systemd-analyze', ['verify', '--user', ...files], {
    cwd: folder,
    env,
    encoding: 'utf8',
  });
  return status === 0 ? stdout + stderr : `ended with ${status}: ${stdout}${stderr}`;
}
