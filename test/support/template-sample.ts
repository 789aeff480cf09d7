/** An object with a value of each kind that templates tell apart. */
export const templateSample = {
  apiVersion: 'image.openshift.io/v1',
  kind: 'ImageStream',
  metadata: { name: 'web', creationTimestamp: null, annotations: { x: 'y' } },
  spec: {
    lookupPolicy: { local: false },
    big: 5242880,
    f: 1.5,
    ff: 1000000.5,
    h: '<a&b>',
    empty: [],
    tags: [
      { name: 'latest', n: 1, nothing: null },
      { name: 'v1', n: 2 },
      { name: 'v2', n: 3 },
    ],
  },
};
