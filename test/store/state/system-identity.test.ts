import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { keptId, type SystemFacts, systemIdentity, thisSystem } from '../../../src/store/state/system-identity.ts';

const facts = { machine: 'a'.repeat(32), boot: 'first', namespace: 'pid:[1]' };

describe('systemIdentity', () => {
  test.each<[string, Partial<SystemFacts>]>([
    ['another machine', { machine: 'b'.repeat(32) }],
    ['a copy of the machine, or the machine after another start', { boot: 'second' }],
    ['a container of the machine', { namespace: 'pid:[2]' }],
  ])('%s is another one', (_, changes) => {
    expect(systemIdentity({ ...facts, ...changes })).not.toBe(systemIdentity(facts));
    expect(systemIdentity({ ...facts })).toBe(systemIdentity(facts));
  });

  test.each<[string, Partial<SystemFacts>]>([
    ['the machine', { machine: '' }],
    ['the start', { boot: '' }],
    ['the namespace of process ids, where there is one', { namespace: '' }],
  ])('without %s there is none', (_, changes) => {
    expect(systemIdentity({ ...facts, ...changes })).toBe('');
  });

  test('tells neither id', () => {
    expect(systemIdentity(facts)).toMatch(/^[0-9a-f]{16}$/);
  });

  test('of this system is always the same', () => {
    expect(thisSystem()).toBe(thisSystem());
  });
});

describe('keptId', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'kept-'));
  });
  afterEach(() => {
    chmodSync(folder, 0o700);
    rmSync(folder, { recursive: true });
  });

  test('is made once, for its owner only', () => {
    const file = path.join(folder, 'state', 'id');
    const id = keptId(file);
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    expect(keptId(file)).toBe(id);
    expect(readFileSync(file, 'utf8')).toBe(`${id}\n`);
    if (os.platform() !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('is none where it cannot be kept, or where something else lies there', () => {
    writeFileSync(path.join(folder, 'file'), 'uninitialized\n');
    expect(keptId(path.join(folder, 'file'))).toBe('');
    expect(keptId(path.join(folder, 'file', 'id'))).toBe('');
  });
});
