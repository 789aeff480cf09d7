/** An image stream with everything that a template may stumble over: nulls, empty lists, odd keys, numbers, texts. */
export const sampleStream = {
  apiVersion: 'image.openshift.io/v1',
  kind: 'ImageStream',
  metadata: {
    name: 'web',
    namespace: 'toms-project',
    generation: 3,
    creationTimestamp: null,
    annotations: { x: 'y', 'openshift.io/name': 'Web <server> & more', 'weird key': '"quoted"\n\ttext' },
    labels: { app: 'web' },
  },
  spec: {
    lookupPolicy: { local: false },
    size: 5242880,
    big: 9007199254740991,
    ratio: 1.5,
    small: 0.000012,
    large: 1234567.5,
    negative: -42,
    flag: true,
    none: null,
    empty: [],
    nothing: {},
    blank: '',
    html: '<a href="x">\u2028</a>',
    unicode: 'Größe 漢字 \u{1f600}',
    'a-b': 'dash',
    matrix: [[1, 2, 3], [4, 5.5, 6], []],
    tags: [
      {
        name: 'latest',
        generation: 2,
        annotations: null,
        from: { kind: 'DockerImage', name: 'quay.io/team/web:latest' },
        importPolicy: { scheduled: true },
        referencePolicy: { type: 'Source' },
      },
      { name: 'v1', generation: 1, from: { kind: 'DockerImage', name: 'quay.io/team/web:v1' }, importPolicy: {} },
      { name: 'prod', generation: null, from: { kind: 'ImageStreamTag', name: 'latest' }, flag: true },
    ],
  },
  status: {
    dockerImageRepository: '',
    tags: [
      {
        tag: 'latest',
        items: [
          { created: '2024-03-02T01:00:00Z', generation: 2, image: `sha256:${'a1'.repeat(32)}` },
          { created: '2024-03-01T01:00:00Z', generation: 1, image: `sha256:${'b2'.repeat(32)}` },
        ],
      },
      {
        tag: 'v1',
        items: null,
        conditions: [
          { type: 'ImportSuccess', status: 'False', reason: 'NotFound', generation: 1, message: 'no such tag' },
        ],
      },
      { tag: 'prod', items: [] },
    ],
  },
};
