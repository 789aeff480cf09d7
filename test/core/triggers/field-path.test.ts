import { describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../../../src/core/objects/meta.ts';
import { containerAt, containerPath } from '../../../src/core/triggers/field-path.ts';
import { aCronJob, aDeployment } from './objects.ts';

const POD = 'spec.template.spec';
const found = (object: KubeObject, path: string) => {
  const target = containerAt(object, path);
  return target.type === 'container' ? [target.container.name, target.field] : target.type;
};

describe('where a field path leads', () => {
  test.each<[path: string, expected: unknown]>([
    [`${POD}.containers[0].image`, ['main', 'image']],
    [`${POD}.containers[1].image`, ['side', 'image']],
    [`${POD}.containers[+1].image`, ['side', 'image']],
    [`${POD}.initContainers[0].image`, ['init', 'image']],
    [`${POD}.containers[?(@.name=="side")].image`, ['side', 'image']],
    [`${POD}.containers[?(@.name=="init")].image`, ['init', 'image']],
    [`${POD}.initContainers[?(@.name=="main")].image`, ['main', 'image']],
    [`${POD}.containers[0]`, ['main', '']],
    [`${POD}.containers[0].env[0].value`, ['main', 'env[0].value']],
    [`${POD}.containers[2].image`, 'invalid'],
    [`${POD}.containers[-1].image`, 'invalid'],
    [`${POD}.containers[x1].image`, 'invalid'],
    [`${POD}.containers[1x].image`, 'invalid'],
    [`${POD}.containers[].image`, 'invalid'],
    [`${POD}.containers[?(@.name=="web")].image`, 'invalid'],
    [`${POD}.containers[x?(@.name=="main")].image`, 'invalid'],
    [`${POD}.containers[?(@.name=="main")x].image`, 'invalid'],
    [`${POD}.containers[?(@.name=='main')].image`, 'invalid'],
    [`${POD}.volumes[0].image`, 'invalid'],
    [`${POD}.xcontainers[0].image`, 'invalid'],
    [`${POD}.containers[0]image`, 'invalid'],
    [`${POD}.containers`, 'invalid'],
    [POD, 'foreign'],
    ['spec.jobTemplate.spec.template.spec.containers[0].image', 'foreign'],
    ['', 'foreign'],
  ])('%s', (path, expected) => {
    expect(found(aDeployment(), path)).toEqual(expected);
  });

  test('each kind has its own', () => {
    expect(found(aCronJob(), 'spec.jobTemplate.spec.template.spec.containers[0].image')).toEqual(['main', 'image']);
    expect(found({ ...aDeployment(), kind: 'ConfigMap' }, `${POD}.containers[0].image`)).toBe('foreign');
  });

  test('what is no container is none', () => {
    const object = { ...aDeployment(), spec: { template: { spec: { containers: ['x', { name: 'y' }] } } } };
    expect(found(object, `${POD}.containers[0].image`)).toBe('invalid');
    expect(found(object, `${POD}.containers[1].image`)).toEqual(['y', 'image']);
  });

  test('of two containers of one name the first counts, an init container before all', () => {
    const twin = (image: string) => ({ name: 'twin', image });
    const spec = { containers: [twin('b'), twin('c')], initContainers: [twin('a')] };
    const image = (pod: object) => {
      const target = containerAt({ ...aDeployment(), spec: { template: { spec: pod } } }, containerPath(POD, 'twin'));
      return target.type === 'container' ? target.container.image : target.type;
    };
    expect([image(spec), image({ containers: spec.containers })]).toEqual(['a', 'b']);
  });

  test('a path that is written is found again', () => {
    expect(found(aDeployment(), containerPath(POD, 'side'))).toEqual(['side', 'image']);
  });
});
