import { describe, expect, test } from '@jest/globals';
import { secretsSite } from '../support/secrets-site.ts';

// Whatever a user types, and whatever a store holds: no message gives a password away or steers a terminal.

const SECRET = 'hunter2';
const URL = `https://u:${SECRET}@registry.example.com:5000/a/b`;
const REFERENCE = `u:${SECRET}@registry.example.com/a/b:1`;

describe('a login in an address that is refused', () => {
  test.each([
    ['login', URL, '-u', 'u', '-p', 'p'],
    ['login', REFERENCE, '-u', 'u', '-p', 'p'],
    ['logout', URL],
    ['import-image', 'x', `--from=${URL}`, '--confirm'],
    ['import-image', 'x', `--from=${REFERENCE}`, '--confirm'],
    ['import-image', 'x', '--from=quay.io/a/b', '--confirm', `--webhook=${URL}`],
    ['tag', REFERENCE, 'x:1'],
    ['tag', '--source=docker', URL, 'x:1'],
    ['image', 'info', URL],
    ['image', 'info', REFERENCE],
    ['image', 'mirror', REFERENCE, `${REFERENCE}2`],
    ['new-app', `--image=${REFERENCE}`],
    ['new-app', URL],
    ['create', 'imagestreamtag', 'x:1', `--from-image=${REFERENCE}`],
    ['apply', '-f', URL.replace('https', 'ftp')],
    ['resolve', REFERENCE],
    ['get', 'is', REFERENCE],
    ['describe', `is/${URL}`],
    [URL],
    ['set', URL],
    ['get', 'is', `--${URL}`],
    ['watch', `--interval=${URL}`],
  ])('%s %s', async (...argv) => {
    const { status, stdout, stderr } = await secretsSite().run(argv);
    expect(status).not.toBe(0);
    expect(stderr).not.toBe('');
    expect(stdout + stderr).not.toContain(SECRET);
  });
});

describe('escapes', () => {
  const NASTY = 'a\u001b[31mb\u009bc\u202ed';

  test.each([
    ['get', NASTY],
    ['get', 'is', NASTY],
    ['tag', NASTY, 'x:1'],
    ['import-image', NASTY],
    ['apply', '-f', `/nowhere/${NASTY}`],
    [NASTY],
    ['__complete', 'get', NASTY],
  ])('%s %j in arguments reach no terminal', async (...argv) => {
    const { stdout, stderr } = await secretsSite().run(argv);
    expect(stdout + stderr).not.toMatch(/[\u001b\u009b\u202e]/);
  });

  test('in data stay as they are, as kubectl leaves them', async () => {
    const { run } = secretsSite();
    await run(['create', 'configmap', 'c', `--from-literal=k=${NASTY}`]);
    expect((await run(['get', 'cm/c', '-o', 'jsonpath={.data.k}'])).stdout).toBe(NASTY);
    expect((await run(['get', 'cm/c', '-o', 'go-template={{.data.k}}'])).stdout).toBe(NASTY);
    expect((await run(['describe', 'cm/c'])).stdout).not.toMatch(/[\u001b\u009b\u202e]/);
  });
});
