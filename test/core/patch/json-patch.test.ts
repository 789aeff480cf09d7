import { describe, expect, test } from '@jest/globals';
import { applyJsonPatch } from '../../../src/core/patch/json-patch.ts';

describe('JSON patches', () => {
  // RFC 6902, appendix A.
  const examples: [string, unknown, unknown[], unknown][] = [
    ['an item replaced in a list', { a: [1, 2] }, [{ op: 'replace', path: '/a/1', value: 3 }], { a: [1, 3] }],
    ['the whole document moved to where it is', { a: 1 }, [{ op: 'move', from: '', path: '' }], { a: 1 }],
    ['A.1 add a member', { foo: 'bar' }, [{ op: 'add', path: '/baz', value: 'qux' }], { baz: 'qux', foo: 'bar' }],
    [
      'A.2 add an item',
      { foo: ['bar', 'baz'] },
      [{ op: 'add', path: '/foo/1', value: 'qux' }],
      { foo: ['bar', 'qux', 'baz'] },
    ],
    ['A.3 remove a member', { baz: 'qux', foo: 'bar' }, [{ op: 'remove', path: '/baz' }], { foo: 'bar' }],
    ['A.4 remove an item', { foo: ['bar', 'qux', 'baz'] }, [{ op: 'remove', path: '/foo/1' }], { foo: ['bar', 'baz'] }],
    [
      'A.5 replace',
      { baz: 'qux', foo: 'bar' },
      [{ op: 'replace', path: '/baz', value: 'boo' }],
      { baz: 'boo', foo: 'bar' },
    ],
    [
      'A.6 move a value',
      { foo: { bar: 'baz', waldo: 'fred' }, qux: { corge: 'grault' } },
      [{ op: 'move', from: '/foo/waldo', path: '/qux/thud' }],
      { foo: { bar: 'baz' }, qux: { corge: 'grault', thud: 'fred' } },
    ],
    [
      'A.7 move an item',
      { foo: ['all', 'grass', 'cows', 'eat'] },
      [{ op: 'move', from: '/foo/1', path: '/foo/3' }],
      { foo: ['all', 'cows', 'eat', 'grass'] },
    ],
    [
      'A.8 test, success',
      { baz: 'qux', foo: ['a', 2, 'c'] },
      [
        { op: 'test', path: '/baz', value: 'qux' },
        { op: 'test', path: '/foo/1', value: 2 },
      ],
      { baz: 'qux', foo: ['a', 2, 'c'] },
    ],
    [
      'A.10 add a nested object',
      { foo: 'bar' },
      [{ op: 'add', path: '/child', value: { grandchild: {} } }],
      { foo: 'bar', child: { grandchild: {} } },
    ],
    [
      'A.11 unknown members count nothing',
      { foo: 'bar' },
      [{ op: 'add', path: '/baz', value: 'qux', xyz: 123 }],
      { foo: 'bar', baz: 'qux' },
    ],
    ['A.14 escapes', { '/': 9, '~1': 10 }, [{ op: 'test', path: '/~01', value: 10 }], { '/': 9, '~1': 10 }],
    [
      'A.16 add to the end',
      { foo: ['bar'] },
      [{ op: 'add', path: '/foo/-', value: ['abc', 'def'] }],
      { foo: ['bar', ['abc', 'def']] },
    ],
    ['copy', { a: { b: 1 } }, [{ op: 'copy', from: '/a', path: '/c' }], { a: { b: 1 }, c: { b: 1 } }],
    ['a value moved to where it is', { a: 1 }, [{ op: 'move', from: '/a', path: '/a' }], { a: 1 }],
    ['the whole document', { a: 1 }, [{ op: 'replace', path: '', value: { b: 2 } }], { b: 2 }],
    ['null is a value', { a: 1 }, [{ op: 'replace', path: '/a', value: null }], { a: null }],
    [
      'the key that looks like a prototype',
      {},
      [{ op: 'add', path: '/__proto__', value: 1 }],
      JSON.parse('{"__proto__":1}'),
    ],
  ];
  test.each(examples)('%s', (_name, document, patch, expected) => {
    const before = structuredClone(document);
    const patched = applyJsonPatch(document, patch);
    expect(patched).toEqual(expected);
    expect(JSON.stringify(patched).length).toBe(JSON.stringify(expected).length);
    expect(document).toEqual(before);
  });

  const refused: [string, unknown, unknown, RegExp][] = [
    [
      'A.9 test, failure',
      { baz: 'qux' },
      [{ op: 'test', path: '/baz', value: 'bar' }],
      /operation 1 \(test \/baz\): the value there is another one/,
    ],
    [
      'A.12 add below nothing',
      { foo: 'bar' },
      [{ op: 'add', path: '/baz/bat', value: 'qux' }],
      /there is no \/baz in the object/,
    ],
    ['A.15 numbers are no texts', { '/': 9, '~1': 10 }, [{ op: 'test', path: '/~01', value: '10' }], /another one/],
    ['remove of nothing', { a: 1 }, [{ op: 'remove', path: '/spec/tags/0' }], /operation 1 \(remove \/spec\/tags\/0\)/],
    ['replace of nothing', { a: 1 }, [{ op: 'replace', path: '/b', value: 1 }], /there is no \/b/],
    ['an item past the end', { a: [1] }, [{ op: 'add', path: '/a/2', value: 1 }], /there is no \/a\/2/],
    ['an index with a zero before it', { a: [1] }, [{ op: 'remove', path: '/a/00' }], /there is no \/a\/00/],
    ['an inherited member', {}, [{ op: 'test', path: '/constructor', value: 1 }], /there is no \/constructor/],
    ['a value into itself', { a: { b: 1 } }, [{ op: 'move', from: '/a', path: '/a/c' }], /into itself/],
    ['an object for a list', {}, { op: 'add' }, /a list of operations/],
    ['an unknown operation', {}, [{ op: 'spam', path: '/a' }], /unknown "op" "spam"/],
    ['no value', {}, [{ op: 'add', path: '/a' }], /needs "value"/],
    ['no path', {}, [{ op: 'remove' }], /needs "path"/],
    ['no from', {}, [{ op: 'move', path: '/a' }], /needs "from"/],
    ['no pointer', {}, [{ op: 'remove', path: 'a' }], /invalid "path" "a"/],
    ['a bad escape', {}, [{ op: 'remove', path: '/a~2' }], /invalid "path"/],
    [
      'the second operation is named',
      { a: 1 },
      [
        { op: 'remove', path: '/a' },
        { op: 'remove', path: '/a' },
      ],
      /operation 2/,
    ],
  ];
  test.each(refused)('%s is refused', (_name, document, patch, message) => {
    expect(() => applyJsonPatch(document, patch)).toThrow(
      expect.objectContaining({ code: 'ARGUMENT', message: expect.stringMatching(message) }),
    );
  });
});
