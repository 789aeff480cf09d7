import { expect, test } from '@jest/globals';
import { pastedAddress } from '../../../src/core/references/pasted-address.ts';

test.each<[string, string | undefined]>([
  ['https://quay.io/team/app', 'quay.io/team/app'],
  ['docker://r.example:5000/team/app:1.0', 'r.example:5000/team/app:1.0'],
  [`oci://r.example/app@sha256:${'a'.repeat(64)}`, `r.example/app@sha256:${'a'.repeat(64)}`],
  ['HTTP://r.example/app/', 'r.example/app'],
  ['https://rover:curiosity@r.example/app?x=y#z', 'r.example/app'],
  ['https://hub.docker.com/_/httpd', 'docker.io/library/httpd'],
  ['https://hub.docker.com/r/team/app/tags', 'docker.io/team/app'],
  ['https://quay.io/repository/team/app?tab=tags', 'quay.io/team/app'],
  ['quay.io/team/app', undefined],
  ['https://', undefined],
  ['https://R.example/Not An Image', undefined],
  ['ftp://r.example/app', undefined],
])('%j means %j', (text, reference) => {
  expect(pastedAddress(text)?.reference).toBe(reference);
});
