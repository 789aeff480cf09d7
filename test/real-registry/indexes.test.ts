import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type CommandLine, createCommandLine } from '../support/command-line.ts';
import { type DockerRegistry, describeWithDockerRegistry, startDockerRegistry } from '../support/docker-registry.ts';
import { createIndex } from '../support/images.ts';
import { pushImage } from '../support/push-image.ts';
import { digests, imagestream } from './streams.ts';

const platforms = ['unknown/unknown', 'linux/ppc64le', 'linux/amd64', 'linux/arm/v7'];

describeWithDockerRegistry('images for several platforms', () => {
  let registry: DockerRegistry;
  let user: CommandLine;

  beforeAll(async () => {
    registry = await startDockerRegistry();
    user = await createCommandLine();
  });
  afterAll(async () => {
    user?.remove();
    await registry?.stop();
  });

  describe.each(['docker', 'oci'] as const)('%s', (format) => {
    const index = createIndex({ seed: 'multi', format, platforms });
    const [, , amd64] = index.children;
    beforeAll(() => pushImage(registry.url, index, 'engine/multi', format));

    const importing = (name: string, mode: string) =>
      `import-image ${name} --from=${registry.host}/engine/multi:${format} --confirm --insecure${mode}`;

    test('Legacy takes the image of one platform', async () => {
      await imagestream(user, importing(`${format}-legacy`, ''));
      expect(await digests(user, `${format}-legacy`, 'latest')).toEqual([amd64!.digest]);
    });

    test('PreserveOriginal keeps the index and knows every child', async () => {
      await imagestream(user, importing(`${format}-all`, ' --import-mode=PreserveOriginal'));
      expect(await digests(user, `${format}-all`, 'latest')).toEqual([index.digest]);
      const stored = JSON.parse(await imagestream(user, `get image/${index.digest} -o json`));
      expect(stored.dockerImageManifests.map(({ digest }: { digest: string }) => digest)).toEqual(
        index.children.map(({ digest }) => digest),
      );
      const images = await imagestream(user, 'get images');
      for (const { digest } of index.children) expect(images).toContain(`${digest}   ${registry.host}/engine/multi`);
    });
  });
});
