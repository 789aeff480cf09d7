import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type CommandLine, createCommandLine } from '../support/command-line.ts';
import { type DockerRegistry, describeWithDockerRegistry, startDockerRegistry } from '../support/docker-registry.ts';
import { createImage } from '../support/images.ts';
import { pushImage } from '../support/push-image.ts';
import { attempt, digests, history, imagestream, stream } from './streams.ts';

const first = createImage({ seed: 'marsview 1' });
const second = createImage({ seed: 'marsview 2', format: 'oci' });

describeWithDockerRegistry('streams over an open registry', () => {
  let registry: DockerRegistry;
  let user: CommandLine;
  let repository: string;

  beforeAll(async () => {
    registry = await startDockerRegistry();
    user = await createCommandLine();
    repository = `${registry.host}/engine/marsview`;
    await pushImage(registry.url, first, 'engine/marsview', 'latest');
    await pushImage(registry.url, first, 'engine/marsview', 'v1');
  });
  afterAll(async () => {
    user?.remove();
    await registry?.stop();
  });

  test('import-image makes the stream, get and describe show it', async () => {
    const printed = await imagestream(user, `import-image marsview --from=${repository} --confirm --insecure`);
    expect(printed).toContain('imagestream.image.openshift.io/marsview imported');
    expect(printed).toContain(`* ${repository}@${first.digest}`);
    expect(await imagestream(user, 'get is')).toMatch(/^NAME +IMAGE REPOSITORY +TAGS +UPDATED\nmarsview +latest +/);
    expect(await imagestream(user, 'describe is/marsview')).toContain(`* ${repository}@${first.digest}`);
    expect(await imagestream(user, 'get images')).toContain(`${first.digest}   ${repository}@${first.digest}`);
  });

  test('an unchanged image adds nothing to the history', async () => {
    await imagestream(user, 'import-image marsview');
    expect(await digests(user, 'marsview', 'latest')).toEqual([first.digest]);
  });

  test('a moved tag gets a new entry above the old one', async () => {
    await pushImage(registry.url, second, 'engine/marsview', 'latest');
    await imagestream(user, 'import-image marsview');
    expect(await digests(user, 'marsview', 'latest')).toEqual([second.digest, first.digest]);
    const described = await imagestream(user, 'describe is/marsview');
    expect(described.indexOf(`* ${repository}@${second.digest}`)).toBeGreaterThan(0);
    expect(described.indexOf(first.digest)).toBeGreaterThan(described.indexOf(second.digest));
  });

  test('tag follows an external image, an alias follows the tag', async () => {
    expect(await imagestream(user, `tag ${repository}:v1 marsview:develop --insecure --scheduled`)).toBe(
      `Tag marsview:develop set to import ${repository}:v1 periodically.\n`,
    );
    expect(await digests(user, 'marsview', 'develop')).toEqual([first.digest]);
    await imagestream(user, 'tag marsview:develop marsview:stable');
    expect(await digests(user, 'marsview', 'stable')).toEqual([first.digest]);
  });

  test('resolve prints what to pull', async () => {
    expect(await imagestream(user, 'resolve marsview marsview:develop')).toBe(
      `${repository}@${second.digest}\n${repository}@${first.digest}\n`,
    );
  });

  test('--all imports every tag of the repository', async () => {
    await imagestream(user, `import-image everything --from=${repository} --all --confirm --insecure`);
    expect(await digests(user, 'everything', 'v1')).toEqual([first.digest]);
    expect(await digests(user, 'everything', 'latest')).toEqual([second.digest]);
  });

  test('an image that is not there is a condition of the tag and exit code 1', async () => {
    const { status, stdout } = await attempt(user, `import-image lost --from=${repository}:nope --confirm --insecure`);
    expect(status).toBe(1);
    expect(stdout).toContain('imagestream.image.openshift.io/lost imported with errors');
    expect(await history(user, 'lost', 'latest')).toEqual([]);
    expect((await stream(user, 'lost')).status.tags?.[0]?.conditions).toMatchObject([
      { type: 'ImportSuccess', status: 'False', reason: 'NotFound' },
    ]);
  });
});
