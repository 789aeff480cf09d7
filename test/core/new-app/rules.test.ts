import { describe, expect, test } from '@jest/globals';
import { choose, nameScore, streamCandidates } from '../../../src/core/new-app/candidate.ts';
import { isEnvironmentArgument, looksLikeSeveral, parseEnvironment } from '../../../src/core/new-app/environment.ts';
import { portsOf, runsAsRoot, volumesOf } from '../../../src/core/new-app/image-config.ts';
import { checkAppName, createNames, joinedName, serviceName, volumeBaseName } from '../../../src/core/new-app/names.ts';
import type { ImageStream } from '../../../src/core/objects/image-stream.ts';
import { parseReference } from '../../../src/core/references/reference.ts';
import { anEvent, aStream, aTag } from '../../support/streams.ts';

describe('names', () => {
  test.each(['a', 'my-app', 'a1', 'a'.repeat(58), 'x$(NAME)'])('%s may be given', (name) => {
    expect(() => checkAppName(name)).not.toThrow();
  });

  test.each(['', '1a', 'a-', '-a', 'A', 'a.b', 'a_b', 'a'.repeat(59)])('%s may not be given', (name) => {
    expect(() => checkAppName(name)).toThrow(`invalid name: ${name}.`);
  });

  test.each([
    ['My_App.v2', 'myappv2'],
    ['--app-', 'app-'],
    ['a'.repeat(300), 'a'.repeat(253)],
  ])('%s becomes %s', (suggested, name) => {
    expect(createNames()(suggested)).toBe(name);
  });

  test('that come again are numbered', () => {
    const nameFor = createNames();
    expect(['app', 'app', 'other', 'app'].map(nameFor)).toEqual(['app', 'app-1', 'other', 'app-2']);
  });

  test.each(['', 'x', '__'])('%j cannot name anything', (name) => {
    expect(() => createNames()(name)).toThrow(/name/);
  });

  test('that are too long end with a hash, which differs for what was cut off', () => {
    const long = 'a'.repeat(70);
    expect(joinedName('app', 'volume', 63)).toBe('app-volume');
    expect(joinedName(long, 'volume', 61)).toMatch(/^a{45}-[0-9a-f]{8}-volume$/);
    expect(joinedName(`${long}b`, 'volume', 61)).not.toBe(joinedName(long, 'volume', 61));
    expect(joinedName('a', 'b'.repeat(70), 20)).toMatch(/^a-[0-9a-f]{8}$/);
    expect(`${volumeBaseName(long, 12)}-12`.length).toBe(63);
  });

  test.each([
    ['my.app', 'my.app'],
    ['app-', 'app'],
  ])('of the service of %s is %s', (name, service) => {
    expect(serviceName(name)).toBe(service);
  });
});

describe('variables', () => {
  test.each([
    ['A=1', true],
    ['A=', true],
    ['=1', false],
    ['app', false],
  ])('%s is one: %s', (argument, expected) => {
    expect(isEnvironmentArgument(argument)).toBe(expected);
  });

  test('are sorted, the first of a name counts, an empty value is left out', () => {
    expect(parseEnvironment(['B=1=2', 'A=', 'B=3'])).toEqual({
      variables: [{ name: 'A' }, { name: 'B', value: '1=2' }],
      repeated: ['B'],
    });
  });

  test.each(['A', '1A=x', '..=x', '..a=x', ' =x'])('%j is none', (text) => {
    expect(() => parseEnvironment([text])).toThrow(`invalid parameter assignment in ${JSON.stringify(text)}, [`);
  });

  test('have every mistake of a name told', () => {
    expect(() => parseEnvironment(['..'])).toThrow(/\[a valid environment variable name|\[must not be '\.\.'\]/);
    expect(() => parseEnvironment(['..a b=1'])).toThrow(/, \[a valid .* must not start with '\.\.'\]$/);
    expect(() => parseEnvironment(['.=1'])).toThrow(", [must not be '.']");
    expect(() => parseEnvironment(['..=1'])).toThrow(", [must not be '..']");
  });

  test.each([
    ['A=1,B=2', true],
    ['A=1,2', false],
    ['A=1', false],
  ])('%s looks like several: %s', (text, expected) => {
    expect(looksLikeSeveral(text)).toBe(expected);
  });
});

describe('the configuration of an image', () => {
  const ports = (...keys: string[]) => portsOf({ ExposedPorts: Object.fromEntries(keys.map((key) => [key, {}])) });

  test('exposes ports, several of them in one text', () => {
    expect(ports('8443/udp', '80 8080/tcp').ports).toEqual([
      { containerPort: 80, protocol: 'TCP' },
      { containerPort: 8080, protocol: 'TCP' },
      { containerPort: 8443, protocol: 'UDP' },
    ]);
    expect(portsOf(null)).toEqual({ ports: [], invalid: [] });
  });

  test.each(['x', '65536', '-1', '80/sctp', ''])('%j is no port', (key) => {
    const { ports: found, invalid } = ports(key, '0/TCP');
    expect(found).toEqual([{ containerPort: 0, protocol: 'TCP' }]);
    expect(invalid).toHaveLength(1);
  });

  test('has ports whose every mistake is told', () => {
    expect(ports('99999/sctp', 'x/tcp').invalid).toEqual([
      'port number "99999": value out of range, invalid transport protocol: sctp',
      'port number "x": invalid syntax',
    ]);
    expect(ports('65535', '1234567890').invalid).toEqual(['port number "1234567890": invalid syntax']);
  });

  test('has volumes in one order', () => {
    expect(volumesOf({ Volumes: { '/b': {}, '/a': {} } })).toEqual(['/a', '/b']);
    expect([volumesOf(null), volumesOf({})]).toEqual([[], []]);
  });

  test.each([
    [{}, true],
    [{ User: 'root' }, true],
    [{ User: '0' }, true],
    [{ User: '1001' }, false],
    [undefined, false],
  ])('%j runs as root: %s', (config, expected) => {
    expect(runsAsRoot(config)).toBe(expected);
  });
});

describe('what an argument could mean', () => {
  const items = [anEvent(`sha256:${'1'.repeat(64)}`)];
  const asked = (text: string, stream: ImageStream, allowMissing = false) =>
    streamCandidates(stream, parseReference(text), { allowMissing }).map(({ name, score }) => [name, score]);
  const hidden = (name: string, from?: string) => ({
    ...aTag(name, from ? { from: { kind: 'ImageStreamTag', name: from } } : {}),
    annotations: { tags: 'a,hidden' },
  });

  test.each([
    ['app', 'app', 0],
    ['App', 'app', 0.02],
    ['app-2', 'app', 0.1],
    ['App-2', 'app', 0.12],
    ['my-app', 'app', 0.2],
    ['my-App', 'app', 0.22],
    ['other', 'app', undefined],
  ])('%s fits %s: %s', (name, text, score) => {
    expect(nameScore(name, text)).toBe(score);
  });

  test('is the tag that it names, or latest', () => {
    const history = ['latest', 'v1'].map((tag) => ({ tag, items }));
    const stream = aStream({ name: 'app', namespace: 'demo', tags: [aTag('latest'), aTag('v1')], history });
    expect(asked('app', stream)).toEqual([['demo/app:latest', 0]]);
    expect(asked('app:v1', stream)).toEqual([['demo/app:v1', 0]]);
    expect(asked('ap:v1', stream)).toEqual([['demo/app:v1', 0.1]]);
    expect(asked('app:no', stream)).toEqual([
      ['demo/app:latest', 0.5],
      ['demo/app:v1', 0.5],
    ]);
    expect(asked('app:no', stream, true)).toEqual([['demo/app:no', 0]]);
    expect(asked('x', stream)).toEqual([]);
  });

  test('is not a hidden tag, unless it names it', () => {
    const history = ['latest', 'v1'].map((tag) => ({ tag, items }));
    const stream = aStream({ name: 'app', namespace: 'demo', tags: [hidden('latest'), aTag('v1')], history });
    expect(asked('app', stream)).toEqual([['demo/app:v1', 0.5]]);
    expect(asked('app:latest', stream)).toEqual([['demo/app:latest', 0]]);
    const all = aStream({ name: 'app', namespace: 'demo', tags: [hidden('latest'), hidden('v1')], history });
    expect(asked('app', all)).toEqual([]);
  });

  test('is the stream itself where it has no tags', () => {
    expect(asked('app', aStream({ name: 'app', namespace: 'demo' }))).toEqual([['demo/app', 0.5]]);
  });

  const candidate = (score: number, noTags = false) => ({
    score,
    name: String(score),
    argument: '',
    description: '',
    found: { type: 'missing' as const, pullSpec: '' },
    ...(noTags ? { noTags } : {}),
  });

  test.each([
    [[], 'none'],
    [[candidate(0)], 'one'],
    [[candidate(0.1), candidate(0)], 'one'],
    [[candidate(0), candidate(0)], 'several'],
    [[candidate(0.5)], 'partial'],
    [[candidate(0.5), candidate(0.1)], 'partial'],
    [[candidate(0.5), candidate(0.5)], 'several'],
    [[candidate(0.5, true)], 'no-tags'],
  ])('of %j is %s', (candidates, type) => {
    expect(choose(candidates).type).toBe(type);
  });
});
