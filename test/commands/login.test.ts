import { describe, expect, test } from '@jest/globals';
import { secretsSite, type Terminal } from '../support/secrets-site.ts';

const HUNTER = { username: 'u', password: 'hunter2' };

describe('login', () => {
  test.each<[string, Terminal, string, string]>([
    ['login quay.io -u u --password-stdin', { stdin: 'hunter2\n' }, 'quay.io', ''],
    ['login quay.io:5000/team -u u --password-stdin', { stdin: 'hunter2\r\n' }, 'quay.io:5000/team', ''],
    [
      'login quay.io -u u -p hunter2',
      {},
      'quay.io',
      'warning: --password can be seen by other users of this machine: use --password-stdin\n',
    ],
    ['login quay.io', { answers: ['u', 'hunter2'] }, 'quay.io', ''],
  ])('%s', async (line, terminal, host, stderr) => {
    const { run, saved } = secretsSite();
    expect(await run(line.split(' '), terminal)).toEqual({
      status: 0,
      stdout: `Saved credentials for ${host} in memory\n`,
      stderr,
    });
    expect([...saved]).toEqual([[host, HUNTER]]);
  });

  test('the password is asked for without being shown', async () => {
    const { run, asked } = secretsSite();
    await run(['login', 'quay.io'], { answers: ['u', 'hunter2'] });
    expect(asked).toEqual(['Username: ', 'Password: (hidden)']);
  });

  test.each<[string, Terminal, string]>([
    ['login', {}, 'exactly one REGISTRY is required, got 0'],
    ['login a b', {}, 'exactly one REGISTRY is required, got 2'],
    ['login qu*y.io', {}, '"qu*y.io" is not the name of a registry'],
    ['login quay.io --password-stdin', {}, 'must provide --username with --password-stdin'],
    ['login quay.io -u u -p x --password-stdin', {}, '--password and --password-stdin are mutually exclusive'],
    ['login quay.io -u u --password-stdin', { stdin: '\n' }, 'there is no password on standard input'],
    ['login quay.io', {}, 'there is no username\nhint: Give one with -u USER'],
    ['login quay.io -u u', {}, 'there is no password\nhint: Give one with --password-stdin'],
  ])('%s is refused', async (line, terminal, message) => {
    const { run, saved } = secretsSite();
    const { status, stderr } = await run(line.split(' '), terminal);
    expect(stderr).toContain(`error: ${message}`);
    expect(status).toBe(1);
    expect(saved.size).toBe(0);
  });

  test('logout says from where, and that there was nothing', async () => {
    const { run, saved } = secretsSite();
    saved.set('quay.io', HUNTER);
    expect((await run(['logout', 'quay.io'])).stdout).toBe('Removed credentials for quay.io from memory\n');
    expect(await run(['logout', 'quay.io'])).toEqual({
      status: 1,
      stdout: '',
      stderr: 'error: not logged in to quay.io\n',
    });
  });
});

describe('a login that is tried', () => {
  test('and refused is not saved, and the older one stays', async () => {
    const { run, saved } = secretsSite();
    await run(['login', 'quay.io', '-u', 'u', '--password-stdin'], { stdin: 'good' });
    const again = await run(['login', 'quay.io', '-u', 'u', '--password-stdin'], { stdin: 'wrong' });
    expect(again).toMatchObject({ status: 1, stderr: 'error: the registry refuses the login\n' });
    expect(saved.get('quay.io')?.password).toBe('good');
    expect(
      (await run(['login', 'quay.io', '-u', 'u', '--password-stdin', '--skip-check'], { stdin: 'wrong' })).status,
    ).toBe(0);
    expect(saved.get('quay.io')?.password).toBe('wrong');
  });

  test('by a registry that asks for none is saved, with a warning', async () => {
    const outcome = await secretsSite().run(['login', 'quay.io', '-u', 'u', '--password-stdin'], { stdin: 'unasked' });
    expect(outcome).toMatchObject({
      status: 0,
      stderr: 'warning: quay.io asks nobody for a login: whether this one is right is not known\n',
    });
  });

  test.each(['https://api.crc.testing:6443', 'https://ocp.example.com:6443', 'https://u:hunter2@api.example.com'])(
    'to the cluster %s is explained',
    async (cluster) => {
      const { stderr } = await secretsSite().run(['login', cluster, '-u', 'u', '-p', 'p']);
      expect(stderr).toContain('looks like a cluster: login is for registries here\nhint: There is no cluster');
      expect(stderr).not.toContain('hunter2');
    },
  );
});

describe('registry login', () => {
  test.each<[string, string, unknown]>([
    ['--auth-basic=u:hunter2', '/run/auth.json', HUNTER],
    ['--auth-basic=u:a:b --to=x.json', 'x.json', { username: 'u', password: 'a:b' }],
    ['--auth-basic=u:hunter2 -a x.json --skip-check --insecure', 'x.json', HUNTER],
    ['--token=hunter2', '/run/auth.json', { username: 'user', password: 'hunter2' }],
  ])('%s', async (flags, file, login) => {
    const { run, saved } = secretsSite();
    const line = `registry login --registry quay.io ${flags}`;
    expect((await run(line.split(' '))).stdout).toBe(`Saved credentials for quay.io into ${file}\n`);
    expect(saved.get('quay.io')).toEqual(login);
  });

  test('standard output gets the file itself', async () => {
    const { run, saved } = secretsSite();
    const { stdout } = await run(['registry', 'login', '--registry=h', '--auth-basic=u:p', '--to=-']);
    expect(stdout).toBe('{\n\t"auths": {\n\t\t"h": {\n\t\t\t"auth": "dTpw"\n\t\t}\n\t}\n}\n');
    expect(saved.size).toBe(0);
  });

  test('without a host, the first stream of the namespace or of openshift tells the registry', async () => {
    const { run, saved } = secretsSite({ internalRegistry: 'registry.svc:5000' });
    const line = ['registry', 'login', '--auth-basic=u:p'];
    expect((await run(line)).stderr).toContain(
      'error: The public hostname of the integrated registry could not be determined. Please specify one with --registry.',
    );
    await run(['create', 'is', 'a', '-n', 'openshift']);
    expect(await run(line)).toEqual({
      status: 0,
      stdout: 'Saved credentials for registry.svc:5000 into /run/auth.json\n',
      stderr: 'info: Using internal registry hostname registry.svc:5000\n',
    });
    expect([...saved.keys()]).toEqual(['registry.svc:5000']);
  });

  test.each<[string, string]>([
    ['', 'no token is currently in use for this session'],
    ['--auth-basic=u', '--auth-basic must be in the form user:password'],
    ['-z builder', 'the service account builder had no valid secrets associated with it'],
    ['-z builder --auth-basic=u:p', 'You may only specify a single authentication input as -z or --auth-basic'],
  ])('%s is refused', async (flags, message) => {
    const { run } = secretsSite();
    const line = `registry login --registry=h ${flags}`.trim();
    expect((await run(line.split(' '))).stderr).toContain(`error: ${message}`);
  });
});
