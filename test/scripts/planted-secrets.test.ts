import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type CommandLine, createCommandLine, type Outcome } from '../support/command-line.ts';
import { type ScriptedRegistry, startScriptedRegistry } from '../support/scripted-registry.ts';

// A password is planted wherever a user or a stranger can put one, with what steers a terminal beside it. Commands that
// fail show neither.

const SECRET = 'hunter2';
const STEERING = '\u001b[31m\u009b5m\u202e';
const PLANTED = `${SECRET}${STEERING}`;
const FORMS = new RegExp(
  [SECRET, Buffer.from(SECRET).toString('base64').slice(0, 9), Buffer.from(`u:${SECRET}`).toString('base64')].join('|'),
);

let shell: CommandLine;
beforeEach(async () => {
  shell = await createCommandLine();
});
afterEach(() => shell.remove());

const write = (file: string, text: string) => {
  const at = path.join(shell.folder, file);
  mkdirSync(path.dirname(at), { recursive: true });
  writeFileSync(at, text, { mode: 0o600 });
  return at;
};

function expectSilent({ status, stdout, stderr }: Outcome, what: string): void {
  const shown = `${what}: ${status}\n${stdout}${stderr}`;
  expect({ what, shown: FORMS.test(shown.slice(what.length)) ? shown : '' }).toEqual({ what, shown: '' });
  expect({ what, steers: /[\u001b\u009b\u202e]/.test(stdout + stderr) ? shown : '' }).toEqual({ what, steers: '' });
}

/** All must fail, and none may say what was planted. */
async function expectFailures(...lines: string[]): Promise<void> {
  const ended = await Promise.all(lines.map((line) => shell.run(line.split(' '))));
  for (const [index, outcome] of ended.entries()) {
    const line = lines[index] as string;
    expectSilent(outcome, line);
    expect({ line, outcome: outcome.status === 0 ? outcome : 'failed' }).toEqual({ line, outcome: 'failed' });
  }
}

describe('in the environment', () => {
  test.each([
    `http://u:${SECRET}@127.0.0.1:1`,
    `u:${SECRET}@127.0.0.1:1`,
    `http://u:${SECRET}%1b@127.0.0.1:1`,
    `ftp://u:${SECRET}@127.0.0.1:1`,
    `http://u:${SECRET}@127.0.0.1:99999`,
    `http://u:${SECRET}/x@127.0.0.1:1`,
    `http://u:${PLANTED}@[::1`,
  ])('as the proxy %j', async (proxy) => {
    Object.assign(shell.env, { HTTPS_PROXY: proxy, HTTP_PROXY: proxy });
    await expectFailures(
      'import-image x --from=registry.example.com/a/b --confirm',
      'registry check registry.example.com',
      'apply -f http://example.com/x.yaml',
    );
  });

  test.each([
    `{"auths":{"${PLANTED}`,
    PLANTED,
    `["${PLANTED}"]`,
    `{"auths":"${PLANTED}"}`,
    `{"auths":{"u:${PLANTED}@127.0.0.1:1":{"auth":1}}}`,
    `{"auths":{"127.0.0.1:1":{"auth":"${PLANTED}"}}}`,
    `{"auths":{"127.0.0.1:1":{"auth":"${Buffer.from(PLANTED).toString('base64')}"}}}`,
    `{"auths":{"127.0.0.1:1":{"username":"u","password":{"${PLANTED}":1}}}}`,
  ])('in DOCKER_AUTH_CONFIG, and in the file of docker: %j', async (text) => {
    shell.env.DOCKER_AUTH_CONFIG = text;
    const lines = ['image info 127.0.0.1:1/a/b --insecure', 'registry check 127.0.0.1:1/a/b'];
    await expectFailures(...lines);
    delete shell.env.DOCKER_AUTH_CONFIG;
    write('home/.docker/config.json', text);
    await expectFailures(...lines);
  });
});

describe("in the user's configuration", () => {
  const LINE = 'import-image x --from=127.0.0.1:1/a/b --confirm --insecure';

  test.each([
    `sinks:\n- webhook: https://u:${SECRET}@127.0.0.1:1/hook\n`,
    `sinks:\n- webhook: ftp://u:${SECRET}@127.0.0.1:1/hook\n`,
    `sinks:\n- webhook: "https://u:${SECRET}\\e[31m@/"\n`,
    `sinks:\n- webhook: [u:${SECRET}]\n`,
    `sinks:\n- {webhook: "https://h/", secret: ${SECRET}}\n`,
    `sinks: ${SECRET}\n`,
    `sinks: [{webhook: "https://h/", on: u:${SECRET}@h.example.com}]\n`,
    `password: "${SECRET}\n`,
    `a: b\n  password: ${PLANTED}: : [\n`,
    `<<<<<<< ${PLANTED}\n`,
    `? [${SECRET}]\n: &${SECRET} *${SECRET}\n`,
    `a: *${SECRET}\n`,
    `a: |${SECRET}\n`,
    `a: >${SECRET}\n`,
    `a: !<${SECRET}> b\n`,
    `a: %${SECRET}\n`,
    `a: @${SECRET}\n`,
    `a: !${SECRET} b\nb: !!${SECRET} c\n`,
    `insecureRegistries: ["u:${SECRET}@h.example.com"]\n`,
    `tokenServers: {"u:${SECRET}@h.example.com": "https://u:${SECRET}@t.example.com"}\n`,
    `tokenServers: ["u:${SECRET}@h.example.com"]\n`,
    `safeDirectories: ["https://u:${SECRET}@h.example.com"]\n`,
  ])('in config.yaml: %j', async (text) => {
    write('home/.config/imagestream/config.yaml', text);
    const outcome = await shell.run(LINE.split(' '));
    expectSilent(outcome, LINE);
    expect(outcome.status).toBe(1);
  });

  test.each([
    `unqualified-search-registries = ["u:${SECRET}@h.example.com"\n`,
    `[[registry]]\nlocation = "u:${SECRET}@h.example.com\n`,
    `[[registry]]\nprefix = "127.0.0.1:1"\nlocation = "https://u:${SECRET}@h.example.com"\n`,
    `[[registry]]\nprefix = "127.0.0.1:1"\nlocation = "127.0.0.1:1"\n[[registry.mirror]]\nlocation = "u:${SECRET}@127.0.0.1:2/a"\n`,
    `password = ${PLANTED}\n`,
    `short-name-mode = "u:${SECRET}@h.example.com"\n`,
  ])('in registries.conf: %j', async (text) => {
    shell.env.CONTAINERS_REGISTRIES_CONF = write('registries.conf', text);
    await expectFailures(LINE, 'registry check 127.0.0.1:1/a/b', 'import-image y --from=short --confirm');
  });
});

describe('in a store of somebody else', () => {
  const NAMESPACE = '.imagestream/namespaces/default';
  const READING = ['get secrets', 'describe secret/s', 'get is', 'import-image x', 'git check'];
  const secret = (text: string) => `apiVersion: v1\nkind: Secret\nmetadata: {name: s}\n${text}`;
  const stream = (text: string) =>
    `apiVersion: image.openshift.io/v1\nkind: ImageStream\nmetadata:\n  name: x\n${text}`;
  const config = (json: string) =>
    `type: kubernetes.io/dockerconfigjson\ndata: {.dockerconfigjson: ${Buffer.from(json).toString('base64')}}\n`;

  async function expectReading(): Promise<void> {
    const lines = [
      ...READING,
      'image info 127.0.0.1:1/a/b --insecure',
      'import-image y --from=127.0.0.1:1/a --confirm',
    ];
    await Promise.all(lines.map(async (line) => expectSilent(await shell.run(line.split(' ')), line)));
  }

  test.each([
    secret(`data: {a: ${SECRET}: [}\n`),
    secret(`stringData: {a: "${SECRET}\\e[31m", b: 1\n`),
    secret(`data: {a: "${SECRET}!"}\n`),
    secret(`data: ${SECRET}\n`),
    secret(`type: [${SECRET}]\n`),
    secret(config(`{"auths":{"u:${PLANTED}@127.0.0.1:1":{"auth":1}}}`)),
    secret(config(`{"auths":{"127.0.0.1:1":{"auth":"${PLANTED}"}}}`)),
    secret(config(`{"auths":{"127.0.0.1:1":"${PLANTED}"}}`)),
    secret(config(`{"auths":{"${PLANTED}`)),
    `${SECRET}: [\n`,
    `<<<<<<< u:${SECRET}@h.example.com\n`,
  ])('as a secret: %j', async (text) => {
    write(`${NAMESPACE}/core/secrets/s.yaml`, text);
    await expectReading();
  });

  test.each([
    stream(`  annotations: {openshift.io/image.dockerRepositoryCheck: "u:${SECRET}@h.example.com\\e[31m\n`),
    stream(`spec:\n  dockerImageRepository: https://u:${SECRET}@127.0.0.1:1/a/b\n`),
    stream(
      `spec:\n  tags:\n  - {name: a, from: {kind: DockerImage, name: "u:${SECRET}@h.example.com/a/b:1\\e[31m"}}\n`,
    ),
    stream(`spec:\n  tags:\n  - {name: a, from: {kind: "u:${SECRET}@h.example.com", name: "x\\u202e"}}\n`),
  ])('as a stream: %j', async (text) => {
    write(`${NAMESPACE}/image.openshift.io/imagestreams/x.yaml`, text);
    await expectReading();
  });

  test.each([`${SECRET}: [`, `name: u:${SECRET}@h.example.com`, PLANTED])('as the project: %j', async (text) => {
    write('.imagestream/.project', text);
    await expectReading();
  });
});

describe('in what a server answers', () => {
  let server: ScriptedRegistry;
  const said = `https://u:${SECRET}@h.example.com${STEERING}`;
  const BODIES = [
    JSON.stringify({ errors: [{ code: `DENIED${STEERING}`, message: said, detail: SECRET }] }),
    JSON.stringify({ errors: [{ code: 'UNAUTHORIZED', message: said }] }),
    JSON.stringify({ details: said }),
    `<html>${said}`,
    `{"token": "${SECRET}`,
  ];
  afterEach(() => server.stop());

  test.each([401, 403, 429, 500])(
    'a registry, with status %d',
    async (status) => {
      let body = '';
      server = await startScriptedRegistry(() => ({ status, headers: { 'retry-after': '0' }, body }));
      // The last is no error document: it is shown as it is, as `oc` does, and holds no address.
      for (body of BODIES.slice(0, -1)) {
        const { host } = server;
        await expectFailures(
          `import-image x --from=${host}/a/b --confirm --insecure`,
          `image info ${host}/a/b --insecure`,
          `apply -f http://${host}/x.yaml`,
        );
      }
    },
    120_000,
  );

  test.each([200, 401, 403])(
    'a token server, with status %d',
    async (status) => {
      let body = '';
      server = await startScriptedRegistry(({ url }) =>
        url.startsWith('/token')
          ? { status, body }
          : {
              status: 401,
              headers: { 'www-authenticate': `Bearer realm="${server.url}/token?p=${SECRET}",service="u:${SECRET}@s"` },
            },
      );
      for (body of BODIES) {
        const { host } = server;
        await expectFailures(`image info ${host}/a/b --insecure`, `registry check ${host}/a/b --insecure`);
      }
    },
    120_000,
  );

  test('a webhook, whose address and secret are so, too', async () => {
    shell.env.IMAGESTREAM_WEBHOOK_SECRET = PLANTED;
    server = await startScriptedRegistry(() => ({ status: 400, body: BODIES[0] as string }));
    const at = server.url.replace('http://', `http://u:${SECRET}@`);
    write('home/.config/imagestream/config.yaml', `sinks:\n- webhook: ${server.url}/hook\n`);
    for (const line of ['tag --reference quay.io/a/b:1 x:1', `tag --reference quay.io/a/b:2 x:1 --webhook=${at}`]) {
      const outcome = await shell.run(line.split(' '));
      expectSilent(outcome, line);
      expect(outcome.status).toBe(1);
    }
  });
});
