import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type CommandLine, createCommandLine, projectRoot } from '../support/command-line.ts';
import {
  BASIC_USER,
  type DockerRegistry,
  describeWithDockerRegistry,
  startDockerRegistry,
} from '../support/docker-registry.ts';
import { createImage } from '../support/images.ts';
import { pushImage } from '../support/push-image.ts';
import { installHelper, installProgram } from '../support/script-helper.ts';
import { attempt, imagestream } from './streams.ts';

const has = (program: string) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
const { user: NAME, password: PASSWORD } = BASIC_USER;
const image = createImage({ seed: 'secret' });

/** Every text that a password could lie in: of all files of the store. */
function storeText(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');
}

/** A password in clear, in base64, and in base64 behind a user name; also where the base64 stands in base64. */
function traces(text: string): string[] {
  const base64 = text.match(/[A-Za-z0-9+/]{12,}={0,2}/g) ?? [];
  const once = base64.map((part) => Buffer.from(part, 'base64').toString());
  const twice = once.flatMap((part) =>
    (part.match(/[A-Za-z0-9+/]{8,}={0,2}/g) ?? []).map((inner) => Buffer.from(inner, 'base64').toString()),
  );
  return [text, ...once, ...twice].filter((part) => part.includes(PASSWORD));
}

describeWithDockerRegistry('a private registry', () => {
  let registry: DockerRegistry;
  let user: CommandLine;
  /** All that was printed. */
  let printed: string;

  beforeAll(async () => {
    registry = await startDockerRegistry({ access: 'basic' });
    await pushImage(registry.url, image, 'engine/marsview', 'latest', BASIC_USER);
  });
  afterAll(async () => registry?.stop());
  beforeEach(async () => {
    user = await createCommandLine();
    user.env.PATH = `${path.join(user.folder, 'bin')}:${user.env.PATH}`;
    // Without it, logins go to a folder of the whole machine.
    user.env.XDG_RUNTIME_DIR = user.folder;
    printed = '';
  });
  afterEach(() => user.remove());

  async function run(line: string, stdin = ''): Promise<{ status: unknown; stdout: string; stderr: string }> {
    const outcome = await runWithInput(user, line.split(' '), stdin);
    printed += `${outcome.stdout}${outcome.stderr}`;
    return outcome;
  }
  const importing = (name = 'marsview') =>
    `import-image ${name} --from=${registry.host}/engine/marsview --confirm --insecure`;
  const creating = (name = 'mars') =>
    `create secret docker-registry ${name} --docker-server=${registry.host} --docker-username=${NAME} --docker-password-stdin`;

  function expectNoTraces(): void {
    expect(traces(printed)).toEqual([]);
    expect(traces(storeText(path.join(user.folder, '.imagestream')))).toEqual([]);
  }

  test('is imported from with a secret, whose password is nowhere in the store', async () => {
    expect((await run(importing())).status).toBe(1);
    expect((await run(creating(), `${PASSWORD}\n`)).stdout).toBe('secret/mars created\n');
    expect((await run('secrets link builder mars')).status).toBe(0);
    expect((await run('secrets link default mars --for=pull')).status).toBe(0);
    expect((await run('import-image marsview')).stdout).toContain(image.digest);
    const looks = ['get secret mars -o yaml', 'describe secret mars', 'get secrets', 'get sa default -o yaml'];
    const loud = [`${importing()} -v=9`, `registry check ${registry.host}/engine/marsview --insecure -v=9`];
    for (const line of [...looks, ...loud]) {
      expect((await run(line)).status).toBe(0);
    }
    expectNoTraces();
    const whole = await attempt(user, 'get secret mars -o yaml --show-secrets');
    expect(traces(whole.stdout)).not.toEqual([]);
    await run('delete secret mars');
    expect((await run('import-image marsview')).status).toBe(1);
    expect((await run('secrets prune --keep-younger-than=0 --confirm')).stdout).toContain(
      'removed 1 passwords, 0 stay',
    );
    expect(readdirSync(path.join(user.home, '.local/share/imagestream/secrets'))).toEqual([]);
  });

  test('apply and create -f move the password in the same way', async () => {
    const yaml = await attempt(
      user,
      `create secret docker-registry mars --docker-server=${registry.host} --docker-username=${NAME} --docker-password=${PASSWORD} --dry-run=client -o yaml`,
    );
    writeFileSync(path.join(user.folder, 'secret.yaml'), yaml.stdout);
    expect((await run('apply -f secret.yaml')).stdout).toBe('secret/mars created\n');
    const stored = (await run('get secret mars -o yaml')).stdout;
    // What is printed with -o yaml has a null, which kubectl sends each time.
    expect((await run('apply -f secret.yaml')).stdout).toBe('secret/mars configured\n');
    expect((await run('get secret mars -o yaml')).stdout).toBe(stored);
    expect((await run('create -f secret.yaml -n other')).stdout).toBe('secret/mars created\n');
    expect((await run(`patch secret mars -p {"metadata":{"labels":{"a":"b"}}}`)).stdout).toContain('patched');
    expect((await run(importing())).status).toBe(0);
    expectNoTraces();
  });

  test('inline leaves a plain Kubernetes Secret', async () => {
    await run(`${creating()} --credential-store=inline`, PASSWORD);
    expect(traces(storeText(path.join(user.folder, '.imagestream')))).not.toEqual([]);
    expect((await run(importing())).status).toBe(0);
    expect(existsSync(path.join(user.home, '.local/share/imagestream'))).toBe(false);
  });

  test('a helper keeps the passwords of secrets and logins, and never sees them in its arguments', async () => {
    mkdirSync(path.join(user.home, '.docker'));
    writeFileSync(path.join(user.home, '.docker/config.json'), '{"credsStore":"x"}', { mode: 0o600 });
    const { log } = installHelper(path.join(user.folder, 'bin'), 'x');
    expect((await run(creating(), PASSWORD)).stderr).toBe('');
    expect(await imagestream(user, 'get secret mars -o yaml')).toContain('imagestream/kept-in: helper:x:');
    expect((await run(importing())).status).toBe(0);
    await run('delete secret mars');
    expect((await run(importing('again'))).status).toBe(1);
    expect((await run(`login ${registry.host} -u ${NAME} --insecure --password-stdin`, PASSWORD)).stdout).toBe(
      `Saved credentials for ${registry.host} with docker-credential-x\n`,
    );
    expect((await run('import-image again --insecure')).status).toBe(0);
    expect((await run(`logout ${registry.host}`)).stdout).toContain('from docker-credential-x');
    expect(readFileSync(log, 'utf8')).toMatch(/^(store|get|erase|\n)*$/);
    expectNoTraces();
  });

  test('a helper that prints garbage is passed over for a file, and the password is not repeated', async () => {
    mkdirSync(path.join(user.home, '.docker'));
    writeFileSync(path.join(user.home, '.docker/config.json'), '{"credsStore":"mad"}', { mode: 0o600 });
    installProgram(path.join(user.folder, 'bin'), 'docker-credential-mad', '#!/bin/sh\ncat; cat >&2; exit 1\n');
    const { status, stderr } = await run(creating(), PASSWORD);
    expect(status).toBe(0);
    expect(stderr).toContain('the credential helper docker-credential-mad failed with exit code 1');
    expectNoTraces();
  });

  test('a broken secret is named and passed over', async () => {
    await run(creating('good'), PASSWORD);
    const folder = path.join(user.folder, '.imagestream/namespaces/default/core/secrets');
    const broken = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a-broken' } };
    const data = { '.dockerconfigjson': Buffer.from('{"auths": ').toString('base64') };
    writeFileSync(
      path.join(folder, 'a-broken.yaml'),
      JSON.stringify({ ...broken, type: 'kubernetes.io/dockerconfigjson', data }),
    );
    const { status, stderr } = await run(importing());
    expect(stderr).toBe('warning: pull secret is not used: secret "a-broken": line 1, column 11: not valid JSON\n');
    expect(status).toBe(0);
  });

  test('import-image --secret uses this secret alone', async () => {
    await run(`login ${registry.host} -u ${NAME} --insecure --password-stdin`, PASSWORD);
    await run(creating('mars'), PASSWORD);
    await run(creating('wrong'), 'wr0ng');
    await run('create secret generic opaque --from-literal=a=b');
    expect((await run(`${importing('a')} --secret=mars`)).status).toBe(0);
    expect((await run(`${importing('b')} --secret=wrong`)).status).toBe(1);
    expect((await run(`${importing('c')} --secret=nope`)).stderr).toBe(
      'Error from server (NotFound): secrets "nope" not found\n',
    );
    expect((await run(`${importing('c')} --secret=opaque`)).stderr).toContain(
      'secret "opaque" is of type "Opaque", and holds no logins for registries',
    );
    expect((await run('get is c')).status).toBe(1);
    expectNoTraces();
  });

  test('a secret whose password is on another machine says so', async () => {
    await run(creating(), PASSWORD);
    user.env.HOME = path.join(user.folder, 'elsewhere');
    mkdirSync(user.env.HOME);
    const { status, stderr } = await run(importing());
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /warning: pull secret is not used: secret "mars": its password is not in \S+ on this machine/,
    );
  });

  (has('skopeo') ? describe : describe.skip)('with skopeo', () => {
    const skopeo = (args: string[], input = '') =>
      spawnSync('skopeo', args, { input, encoding: 'utf8', env: user.env });

    test("a login of skopeo is ours, and ours is skopeo's", async () => {
      const login = ['login', '--tls-verify=false', '-u', NAME, '--password-stdin', registry.host];
      expect(skopeo(login, PASSWORD).status).toBe(0);
      expect((await run(importing())).status).toBe(0);
      expect((await run(`logout ${registry.host}`)).stdout).toContain('containers/auth.json');
      const inspect = ['inspect', '--raw', '--tls-verify=false', `docker://${registry.host}/engine/marsview`];
      expect(skopeo(inspect).status).not.toBe(0);
      const ours = await run(
        `login ${registry.host} -u ${NAME} --insecure --password-stdin --credential-store=file`,
        PASSWORD,
      );
      expect(ours.stdout).toBe(
        `Saved credentials for ${registry.host} into ${path.join(user.folder, 'containers/auth.json')}\n`,
      );
      expect(skopeo(inspect).status).toBe(0);
    });

    test("a file of registry login is skopeo's, and a secret can be made of it", async () => {
      const file = path.join(user.folder, 'auth.json');
      await run(`registry login --registry=${registry.host} --auth-basic=${NAME}:${PASSWORD} --to=${file}`);
      const inspect = ['inspect', '--raw', '--tls-verify=false', `--authfile=${file}`];
      expect(skopeo([...inspect, `docker://${registry.host}/engine/marsview`]).status).toBe(0);
      await run(`create secret docker-registry mars --from-file=${file}`);
      expect((await run(importing())).status).toBe(0);
      expectNoTraces();
    });
  });

  (has('dbus-run-session') && has('gnome-keyring-daemon') ? describe : describe.skip)('with a keychain', () => {
    test('the passwords of secrets and logins go there, and nowhere else', async () => {
      const session = [
        'echo | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1',
        `echo ${PASSWORD} | imagestream ${creating()}`,
        'imagestream get secret mars -o yaml',
        `imagestream ${importing()}`,
        'imagestream delete secret mars',
        `imagestream ${importing('again')} && echo unexpected`,
        `echo ${PASSWORD} | imagestream login ${registry.host} -u ${NAME} --insecure --password-stdin`,
        'imagestream import-image again --insecure',
        `imagestream logout ${registry.host}`,
        'imagestream import-image again --insecure && echo unexpected',
        'true',
      ];
      installProgram(
        path.join(user.folder, 'bin'),
        'imagestream',
        `#!/bin/sh\nexec '${process.execPath}' '${path.join(projectRoot(), 'bin/imagestream.js')}' "$@"\n`,
      );
      const { stdout, stderr } = spawnSync('dbus-run-session', ['--', 'sh', '-c', session.join('\n')], {
        encoding: 'utf8',
        cwd: user.folder,
        env: user.env,
      });
      printed = `${stdout}${stderr}`;
      expect(stdout).toContain('secret/mars created');
      expect(stdout).toContain('imagestream/kept-in: keychain:');
      expect(stdout).toContain(`Saved credentials for ${registry.host} in the keychain`);
      expect(stdout).toContain(`Removed credentials for ${registry.host} from the keychain`);
      expect(stdout.match(/imagestream.image.openshift.io\/\w+ imported$/gm)).toHaveLength(2);
      expect(stdout).not.toContain('unexpected');
      expect(stderr).not.toContain('passwords are kept in files');
      expectNoTraces();
    });
  });

  test('a keychain that never answers costs three seconds, and the process ends', async () => {
    const bus = path.join(user.folder, 'bus');
    const server = net.createServer(() => {});
    await new Promise<void>((resolve) => server.listen(bus, resolve));
    try {
      user.env.DBUS_SESSION_BUS_ADDRESS = `unix:path=${bus}`;
      const { status, stderr } = await run(creating(), PASSWORD);
      expect(status).toBe(0);
      expect(stderr).toContain('passwords are kept in files that only you can read');
    } finally {
      server.close();
    }
  });
});

/** Runs `imagestream ARGUMENTS` with a text on its standard input. */
function runWithInput(
  user: CommandLine,
  args: readonly string[],
  stdin: string,
): Promise<{ status: unknown; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [path.join(projectRoot(), 'bin/imagestream.js'), ...args], {
    cwd: user.folder,
    env: user.env,
  });
  const text = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => void (text.stdout += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => void (text.stderr += chunk));
  child.stdin.on('error', () => {});
  child.stdin.end(stdin);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, ...text }));
  });
}
