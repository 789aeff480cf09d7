import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/**
 * A real kubectl to compare with: the one that `KUBECTL` names, else Debian's kubernetes-client, unpacked into the
 * temporary directory (installing it would replace another kubectl). Undefined where neither can be had; with `CI=true`
 * that is an error.
 */
export function findKubectl(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const kubectl = env.KUBECTL || unpackedKubectl();
  if (kubectl !== undefined && existsSync(kubectl)) return kubectl;
  if (env.CI === 'true') throw new Error('no kubectl to compare with: set KUBECTL, or make apt-get download work');
  process.stderr.write('skipped: no kubectl to compare with (set KUBECTL)\n');
  return undefined;
}

function unpackedKubectl(): string | undefined {
  const folder = path.join(os.tmpdir(), 'imagestream-kubectl');
  const kubectl = path.join(folder, 'root/usr/bin/kubectl');
  if (existsSync(kubectl)) return kubectl;
  // Several test files may do this at once: each in a folder of its own, and the last step is a rename.
  mkdirSync(folder, { recursive: true });
  const own = mkdtempSync(path.join(folder, 'unpacking-'));
  const options = { cwd: own, stdio: 'ignore', timeout: 60_000 } as const;
  try {
    if (spawnSync('apt-get', ['download', 'kubernetes-client'], options).status !== 0) return undefined;
    const packages = readdirSync(own).filter((file) => file.endsWith('.deb'));
    if (packages.some((file) => spawnSync('dpkg', ['-x', file, 'root'], options).status !== 0)) return undefined;
    renameSync(path.join(own, 'root'), path.join(folder, 'root'));
  } catch (error) {
    if (!existsSync(kubectl)) throw error;
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
  return kubectl;
}

export interface KubectlResult {
  stdout: string;
  stderr: string;
  failed: boolean;
}

/** Runs kubectl with no configuration. */
export function runKubectl(kubectl: string, args: readonly string[], stdin = ''): Promise<KubectlResult> {
  const options = { env: { KUBECONFIG: '/dev/null', HOME: os.tmpdir() }, maxBuffer: 64 * 1024 * 1024 };
  return new Promise((resolve) => {
    const child = execFile(kubectl, args, options, (error, stdout, stderr) => {
      resolve({ stdout, stderr, failed: error !== null });
    });
    child.stdin?.end(stdin);
  });
}

/**
 * What kubectl prints of an object in a format of `-o`, offline. The object must have the annotation that the command
 * sets, so that it is printed as it is.
 */
export function printByKubectl(
  kubectl: string,
  object: unknown,
  format: string,
  allowMissingKeys = true,
): Promise<KubectlResult> {
  const args = ['annotate', '--local', '--overwrite', `--allow-missing-template-keys=${allowMissingKeys}`];
  return runKubectl(kubectl, [...args, '-f', '-', 'x=y', '-o', format], JSON.stringify(object));
}
