import { describe, expect, test } from '@jest/globals';
import { secretsSite } from '../../support/secrets-site.ts';

async function site() {
  const all = secretsSite();
  const go = async (line: string) => all.run(line.split(' '));
  for (const name of ['gone', 'here']) {
    await go(`create secret docker-registry ${name} --docker-server=quay.io --docker-username=u --docker-password=pw`);
  }
  await go('delete secret gone');
  return { ...all, go };
}

describe('secrets prune', () => {
  test('shows what no secret names, and removes it when that is confirmed', async () => {
    const { go, vault } = await site();
    expect([...vault.texts.keys()]).toEqual(['memory:1', 'memory:2']);
    expect(await go('secrets prune')).toMatchObject({
      status: 0,
      stdout:
        'Removing memory:1 of secret demo/any, last used 1970-01-01T00:00:00.000Z\nwould remove 1 passwords, 1 stay\n',
      stderr: 'Nothing was removed. Add --confirm to remove passwords\n',
    });
    expect(vault.texts.size).toBe(2);
    expect((await go('secrets prune --confirm')).stdout).toContain('removed 1 passwords, 1 stay\n');
    expect([...vault.texts.keys()]).toEqual(['memory:2']);
  });

  test('leaves what some store has asked for of late', async () => {
    const { go, vault, context } = await site();
    const used = new Date(context.now().getTime() - 3_600_000);
    vault.kept = async () => [{ mark: 'memory:1', of: 'demo/gone', used }];
    expect((await go('secrets prune')).stdout).toBe('would remove 0 passwords, 1 stay\n');
    expect((await go('secrets prune --keep-younger-than=59m')).stdout).toContain('would remove 1 passwords');
    expect((await go('secrets prune --keep-younger-than=x')).stderr).toContain('invalid duration');
  });
});
