import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createAuthority } from '../support/certificates.ts';
import { type CommandLine, createCommandLine } from '../support/command-line.ts';
import {
  BASIC_USER,
  type DockerRegistry,
  describeWithDockerRegistry,
  startDockerRegistry,
} from '../support/docker-registry.ts';
import { createImage } from '../support/images.ts';
import { pushImage } from '../support/push-image.ts';

const root = path.resolve(import.meta.dirname, '../..');
const readme = readFileSync(path.join(root, 'README.md'), 'utf8');

/** The README's command lines, against a registry at another address. */
function script(host: string, ca: string): string {
  const start = readme.indexOf('## A private registry');
  const block = /```sh\n([\s\S]*?)```/.exec(readme.slice(start))?.[1] ?? '';
  return block
    .replace(/^registry=.*$/m, `registry=${host}`)
    .replace(/^key=.*$/m, `key=${host.replace(':', '..')}`)
    .replace(/^ca=.*$/m, `ca=${ca}`);
}

describeWithDockerRegistry('a registry with a password and an authority of its own', () => {
  const image = createImage({ seed: 'private marsview' });
  const authority = createAuthority('Mars Rover CA');
  let registry: DockerRegistry;
  let user: CommandLine;

  beforeAll(async () => {
    registry = await startDockerRegistry({ access: 'basic', tls: authority.issue(['127.0.0.1']) });
    await pushImage(registry.url, image, 'engine/marsview', 'latest', { ...BASIC_USER, ca: authority.cert });
    user = await createCommandLine();
    user.env.XDG_RUNTIME_DIR = user.folder;
  });
  afterAll(async () => {
    user?.remove();
    await registry?.stop();
  });

  function sh(text: string): Promise<{ status: number | null; stdout: string; stderr: string }> {
    const command = `imagestream() { "${process.execPath}" "${path.join(root, 'bin/imagestream.js')}" "$@"; }`;
    const child = spawn('sh', ['-euc', `${command}\n${text}`], { cwd: user.folder, env: user.env });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (data) => (stdout += data));
    child.stderr.on('data', (data) => (stderr += data));
    return new Promise((resolve) => child.on('close', (status) => resolve({ status, stdout, stderr })));
  }

  test('without them the import says what is missing', async () => {
    const { status, stdout } = await sh(
      `imagestream import-image other --from=${registry.host}/engine/marsview --confirm`,
    );
    expect(stdout).toContain('its certificate is signed by an unknown authority');
    expect(status).toBe(1);
  });

  test("the README's command lines import from it", async () => {
    const ca = path.join(user.folder, 'ca.crt');
    writeFileSync(ca, authority.cert);
    const { status, stdout } = await sh(script(registry.host, ca));
    expect(stdout).toContain('secret/my-mars-secret created\n');
    expect(stdout).toContain('configmap/registry-cas created\n');
    expect(stdout).toContain('image.config.openshift.io/cluster patched\n');
    expect(stdout).toContain(`* ${registry.host}/engine/marsview@${image.digest}`);
    expect(status).toBe(0);
  });

  test('the password lies nowhere in the store', () => {
    const store = path.join(user.folder, '.imagestream');
    const files = readdirSync(store, { recursive: true, encoding: 'utf8' }).map((file) => path.join(store, file));
    const texts = files.filter((file) => statSync(file).isFile()).map((file) => readFileSync(file, 'utf8'));
    const secret = Buffer.from(BASIC_USER.password).toString('base64');
    expect(texts.length).toBeGreaterThan(4);
    for (const text of texts) {
      expect(text).not.toContain(BASIC_USER.password);
      expect(text).not.toContain(secret.replace(/=+$/, ''));
    }
  });
});
