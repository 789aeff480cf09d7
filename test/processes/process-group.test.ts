import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { endGroup, groupMembers, membersAmong, type ProcessGroup } from '../../src/processes/process-group.ts';
import { type ProcessEntry, processEntry } from '../../src/processes/process-table.ts';

const entry = (pid: number, change: Partial<ProcessEntry> = {}): ProcessEntry => ({
  pid,
  state: 'S',
  parent: 1,
  group: 50,
  session: 50,
  start: '900',
  ...change,
});
const ours: ProcessGroup = { head: 50, start: '900', mark: 'RUN=1' };

describe('who is of a group', () => {
  test.each<[string, ProcessEntry[], number[], number[]]>([
    ['its head and its children', [entry(50), entry(51), entry(60, { group: 60 })], [], [50, 51]],
    ['nobody where another process has the number', [entry(50, { start: '901' }), entry(51)], [51], []],
    ['who is left without a head, where one shows the mark', [entry(51), entry(52)], [52], [51, 52]],
    ['nobody who is left without a head or a mark', [entry(51), entry(52)], [], []],
    ['nobody of another session', [entry(51, { session: 7 })], [51], []],
    ['nobody who has ended', [entry(50, { state: 'Z' }), entry(51, { state: 'X' })], [50], []],
    ['who is left with a head that nobody has buried', [entry(50, { state: 'Z' }), entry(51)], [], [51]],
  ])('%s', (_name, table, marked, expected) => {
    expect(membersAmong(table, ours, (pid) => marked.includes(pid))).toEqual(expected);
  });

  test('a head whose start is not known needs a mark', () => {
    const unknown = { ...ours, start: '' };
    expect(membersAmong([entry(50)], unknown, () => false)).toEqual([]);
    expect(membersAmong([entry(50)], unknown, (pid) => pid === 50)).toEqual([50]);
  });

  test('whatever the table, only marked groups and those of our head are ours', () => {
    const number = fc.integer({ min: 40, max: 60 });
    const row = fc.record({
      pid: number,
      state: fc.constantFrom('S', 'R', 'Z'),
      parent: number,
      group: number,
      session: number,
      start: fc.constantFrom('900', '901'),
    });
    fc.assert(
      fc.property(fc.uniqueArray(row, { selector: ({ pid }) => pid }), fc.set(number), (table, marked) => {
        const members = membersAmong(table, ours, (pid) => marked.has(pid));
        const head = table.find(({ pid, group }) => pid === 50 && group === 50);
        for (const pid of members) {
          const { group, session, state } = table.find((each) => each.pid === pid) as ProcessEntry;
          expect([group, session, state === 'Z']).toEqual([50, 50, false]);
        }
        const isProven = head?.session === 50 ? head.start === '900' : members.some((pid) => marked.has(pid));
        if (members.length > 0) expect(isProven).toBe(true);
      }),
    );
  });
});

const running = process.platform === 'linux' ? describe : describe.skip;
running('a group that runs', () => {
  const children: ChildProcess[] = [];
  afterEach(() => {
    for (const { pid } of children.splice(0)) {
      try {
        if (pid) process.kill(-pid, 'SIGKILL');
      } catch {}
    }
  });
  const GRACE = 300;

  async function begin(script: string, mark = 'RUN=1'): Promise<ProcessGroup> {
    const [name = '', value] = mark.split('=');
    const child = spawn('/bin/sh', ['-c', `${script}`], {
      detached: true,
      env: { ...process.env, [name]: value },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    children.push(child);
    await new Promise((resolve) => child.stdout.once('data', resolve));
    const head = child.pid as number;
    return { head, start: processEntry(head)?.start ?? '', mark };
  }

  test('is ended whole, also who ignores SIGTERM and has lost the head', async () => {
    const group = await begin(`trap '' TERM; sleep 60 & sleep 60 & trap - TERM; echo begun; wait`);
    process.kill(group.head, 'SIGKILL');
    while (groupMembers(group)?.includes(group.head)) await sleep(10);
    expect(groupMembers(group)).toHaveLength(2);
    expect(await endGroup(group, GRACE)).toBe(0);
    expect(groupMembers(group)).toEqual([]);
  });

  test.each<[string, (group: ProcessGroup) => ProcessGroup]>([
    ['another start', (group) => ({ ...group, start: `${group.start}1` })],
    ['neither start nor mark', (group) => ({ ...group, start: '', mark: 'RUN=2' })],
    ['the number of a process that heads no group', (group) => ({ ...group, head: process.pid })],
    ...[0, 1, -1, 1.5, Number.NaN, 2 ** 60].map((head): [string, (group: ProcessGroup) => ProcessGroup] => [
      `the number ${head}`,
      (group) => ({ ...group, head }),
    ]),
  ])('gets no signal for %s', async (_name, change) => {
    const group = await begin('echo begun; sleep 60');
    expect(await endGroup(change(group), GRACE)).toBe(0);
    expect(groupMembers(group)?.length).toBeGreaterThan(0);
  });
});
