import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { createAuthority } from '../support/certificates.ts';
import { type CommandLine, createCommandLine } from '../support/command-line.ts';
import { type DockerRegistry, describeWithDockerRegistry, startDockerRegistry } from '../support/docker-registry.ts';
import { createImage } from '../support/images.ts';
import { pushImage } from '../support/push-image.ts';
import { attempt, digests, imagestream, stream } from './streams.ts';

const image = createImage({ seed: 'marsview' });

/** The message of the condition that a failed import leaves. */
async function failureOf(user: CommandLine, name: string, registry: DockerRegistry): Promise<string> {
  const { status } = await attempt(user, `import-image ${name} --from=${registry.host}/engine/marsview --confirm`);
  expect(status).toBe(1);
  return (await stream(user, name)).status.tags?.[0]?.conditions?.[0]?.message ?? '';
}

describeWithDockerRegistry('a registry with a certificate of a private authority', () => {
  const authority = createAuthority('Company Authority');
  let registry: DockerRegistry;
  let user: CommandLine;
  let authorityFile: string;

  beforeAll(async () => {
    registry = await startDockerRegistry({ tls: authority.issue(['127.0.0.1']) });
    user = await createCommandLine();
    authorityFile = path.join(user.folder, 'ca.crt');
    writeFileSync(authorityFile, authority.cert);
    await pushImage(registry.url, image, 'engine/marsview', 'latest', { ca: authority.cert });
  });
  afterEach(() => {
    delete user.env.SSL_CERT_FILE;
    delete user.env.NODE_EXTRA_CA_CERTS;
  });
  afterAll(async () => {
    user?.remove();
    await registry?.stop();
  });

  test('is not trusted by itself, and the message says what to try', async () => {
    const message = await failureOf(user, 'untrusted', registry);
    expect(message).toMatch(/^Internal error occurred: 127\.0\.0\.1:\d+\/engine\/marsview:latest: .*certificate/s);
    expect(message).toContain('--certificate-authority');
    expect(message).not.toContain('--insecure');
  });

  test.each(['SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS'])('is trusted through %s', async (variable) => {
    user.env[variable] = authorityFile;
    const name = variable.toLowerCase().replaceAll('_', '-');
    await imagestream(user, `import-image ${name} --from=${registry.host}/engine/marsview --confirm`);
    expect(await digests(user, name, 'latest')).toEqual([image.digest]);
  });

  test('is not asked for its certificate with --insecure', async () => {
    await imagestream(user, `import-image anyhow --from=${registry.host}/engine/marsview --confirm --insecure`);
    expect(await digests(user, 'anyhow', 'latest')).toEqual([image.digest]);
    expect(await imagestream(user, 'describe is/anyhow')).toContain('will use insecure HTTPS or HTTP connections');
  });
});

describeWithDockerRegistry('a registry that speaks plain HTTP', () => {
  let registry: DockerRegistry;
  let user: CommandLine;

  beforeAll(async () => {
    registry = await startDockerRegistry();
    user = await createCommandLine();
    await pushImage(registry.url, image, 'engine/marsview', 'latest');
  });
  afterAll(async () => {
    user?.remove();
    await registry?.stop();
  });

  test('is refused unless the user says insecure, and the message says so', async () => {
    expect(await failureOf(user, 'careful', registry)).toMatch(/insecure/);
  });

  test('is used with --insecure, and again without it for the same tag', async () => {
    await imagestream(user, `import-image plain --from=${registry.host}/engine/marsview --confirm --insecure`);
    await imagestream(user, 'import-image plain');
    expect(await digests(user, 'plain', 'latest')).toEqual([image.digest]);
  });
});

test('a registry that is not there is a condition too', async () => {
  const user = await createCommandLine();
  try {
    const { status } = await attempt(user, 'import-image gone --from=127.0.0.1:1/engine/marsview --confirm');
    expect(status).toBe(1);
    expect((await stream(user, 'gone')).status.tags?.[0]?.conditions).toMatchObject([{ reason: 'InternalError' }]);
  } finally {
    user.remove();
  }
});
