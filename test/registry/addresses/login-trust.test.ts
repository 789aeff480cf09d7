import { describe, expect, test } from '@jest/globals';
import type { Credential } from '../../../src/core/ports/credential-source.ts';
import type { HostCertificateSource } from '../../../src/core/ports/host-certificates.ts';
import type { RepositoryAddress } from '../../../src/core/ports/registry.ts';
import { createImage } from '../../support/images.ts';
import { json, type Script } from '../../support/scripted-registry.ts';
import { sightings } from '../../support/secret-search.ts';
import { alice, at, authority, client, failing, identity, login, nobody, script } from '../client-under-test.ts';

// What a store says of a registry decides over the store's own logins, and never over the user's.

const image = createImage({ seed: 'trust' });
const good = { status: 200, headers: { 'content-type': image.mediaType }, body: image.manifest };
const ofStore: Credential = { ...alice, ofStore: true };

/** Lets anybody in who has a login, by a password or by a token of its own host. */
const asking =
  (by: 'Basic' | 'Bearer'): Script =>
  ({ headers, url }) => {
    if (url.startsWith('/token')) return json(200, { token: 't0ken' });
    if (headers.authorization) return good;
    return { status: 401, headers: { 'www-authenticate': `${by} realm="/token"` } };
  };

const storesOwn: HostCertificateSource = async () => ({
  authorities: [{ pem: authority.cert, origin: 'the store', ofStore: true }],
  clients: [],
});
const both: HostCertificateSource = async (host) => ({
  authorities: [...(await storesOwn(host)).authorities, { pem: authority.cert, origin: 'the user' }],
  clients: [],
});
const none: HostCertificateSource = async () => ({ authorities: [], clients: [] });

type Consent = Pick<RepositoryAddress, 'insecure' | 'insecureBy'>;
const byStore: Consent = { insecure: true, insecureBy: 'store' };
const byUser: Consent = { insecure: true };
const noConsent: Consent = { insecure: false };

const table: [string, typeof identity | 'plain', HostCertificateSource, Consent, Credential, RegExp | undefined][] = [
  ['plain HTTP, which the store allows', 'plain', none, byStore, alice, /over plain HTTP: only the store says/],
  ['plain HTTP, which the user allows', 'plain', none, byUser, alice, undefined],
  ['plain HTTP with a login of the store', 'plain', none, byStore, ofStore, undefined],
  ['unverified TLS, which the store allows', identity, none, byStore, alice, /over TLS that is not verified: only the/],
  ['unverified TLS, which the user allows', identity, none, byUser, alice, undefined],
  ['unverified TLS with a login of the store', identity, none, byStore, ofStore, undefined],
  ['TLS that holds, though the store needs it not', identity, both, byStore, alice, undefined],
  ['an authority of the store', identity, storesOwn, noConsent, alice, /only additionalTrustedCA of the store vouches/],
  ['an authority of the store with its own login', identity, storesOwn, noConsent, ofStore, undefined],
  ['an authority of both', identity, both, noConsent, alice, undefined],
  ['an authority and a consent of the store', identity, storesOwn, byStore, alice, /only the store says/],
];

describe.each(['Basic', 'Bearer'] as const)('a %s login over', (by) => {
  test.each(table)('%s', async (_what, tls, certificates, consent, credential, refusal) => {
    const registry = await script(asking(by), tls);
    const address = { ...at(registry), ...consent };
    const asked = client({ certificates }).getManifest(address, 'v1', { credentials: login(credential) });
    if (refusal === undefined) {
      expect(await asked).toMatchObject({ unchanged: false });
      return;
    }
    const error = await failing(asked);
    expect(error).toMatchObject({ code: 'REGISTRY_REFUSED', message: expect.stringMatching(refusal) });
    expect(error.message).toContain(`the login of ${credential.origin} is not sent to ${registry.host}`);
    expect(error.hint).toMatch(/^if you trust (it|the network), /);
    expect(registry.requests.length).toBeGreaterThan(0);
    expect(sightings(registry, [alice.password, 't0ken'])).toEqual([]);
  });
});

test.each(table.filter(([, , , , credential]) => credential === alice))(
  'nobody may ask without a login as before: %s',
  async (_what, tls, certificates, consent) => {
    const registry = await script(() => good, tls);
    const address = { ...at(registry), ...consent };
    expect(await client({ certificates }).getManifest(address, 'v1', nobody)).toMatchObject({ unchanged: false });
  },
);

test('a login of the user needs no connection of its own where the store names no authority', async () => {
  const registry = await script(asking('Bearer'));
  const address = { ...at(registry), insecure: false };
  await client().getManifest(address, 'v1', { credentials: login(alice) });
  expect(registry.connections()).toBe(1);
});
