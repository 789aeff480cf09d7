import type { Topic } from './topic.ts';

export const REGISTRIES: Topic = {
  name: 'registries',
  title: 'Real registries',
  sections: [
    {
      blocks: [
        {
          columns: ['what', 'where it is taken from'],
          entries: [
            [
              'logins',
              '`REGISTRY_AUTH_FILE`, else `DOCKER_AUTH_CONFIG`, `$XDG_RUNTIME_DIR/containers/auth.json`, `~/.config/containers/auth.json`, `$DOCKER_CONFIG/config.json` or `~/.docker/config.json`, `~/.dockercfg`; with `credHelpers` and `credsStore`. So `docker login` and `skopeo login` are enough.',
            ],
            [
              'logins of a namespace',
              "its pull secrets (`create secret docker-registry`), which go before the user's; `--secret NAME` means this one alone",
            ],
            [
              'logins of ours',
              "`imagestream login HOST`: the keychain, else the credential helper of those files, else podman's file",
            ],
            [
              'certificate authorities',
              "Node's own, the system's, `NODE_EXTRA_CA_CERTS`, `SSL_CERT_FILE`, `SSL_CERT_DIR`, `--certificate-authority`",
            ],
            [
              'authorities and client certificates of one host',
              '`additionalTrustedCA` of `image.config.openshift.io/cluster`; `~/.config/containers/certs.d`, `/etc/containers/certs.d`, `/etc/docker/certs.d`',
            ],
            [
              'mirrors, blocked registries, short names',
              '`image.config.openshift.io/cluster`; ImageDigestMirrorSet, ImageTagMirrorSet and ImageContentSourcePolicy objects of the store; `CONTAINERS_REGISTRIES_CONF` alone, else `~/.config/containers/registries.conf` in place of `/etc/containers/registries.conf`, with their `registries.conf.d`',
            ],
            [
              'token servers of another party',
              "`--token-server [REGISTRY=]HOST`, `IMAGESTREAM_TOKEN_SERVERS` (`REGISTRY=HOST,...`), `tokenServers` of the user's configuration; each for one registry",
            ],
            ['proxies', "`HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`, with Go's rules"],
            [
              'plain HTTP, unverified TLS',
              'only with `--insecure`, which the tag remembers, or where that configuration or `insecureRegistries` of `~/.config/imagestream/config.yaml` names the registry',
            ],
          ],
        },
        '`imagestream registry check HOST[/REPOSITORY]` says which of all this applies to a registry, where it comes from, whether it works, and what to mend.',
      ],
    },
    {
      heading: 'Names without a registry',
      blocks: [
        'A name without a registry means Docker Hub, unless there is a list of search registries: `containerRuntimeSearchRegistries`, else `unqualified-search-registries`. Then it is looked for in their order, and the stream records which one answered. What a mirror serves is recorded under the name that was asked for.',
        "To look for names without a registry at Red Hat's registry first and then on Docker Hub:",
        {
          lines: `imagestream patch image.config.openshift.io/cluster --type=merge \\
  --patch '{"spec":{"registrySources":{"containerRuntimeSearchRegistries":["registry.access.redhat.com","docker.io"]}}}'`,
        },
      ],
    },
    {
      heading: 'Who sees a login',
      blocks: [
        'Logins are looked up when a registry asks for one, and sent to that registry and its own token server only: one under the same name by the public suffix list, or one that you allow. The tokens that it hands out are kept between runs in files that only their owner can read (`$XDG_RUNTIME_DIR/imagestream/tokens`, else among the caches), until they expire; `IMAGESTREAM_NO_TOKEN_CACHE=1` switches that off.',
        "A store decides over the logins in its own secrets, and not over yours: those go nowhere over plain HTTP, unverified TLS or TLS that only the store's `additionalTrustedCA` vouches for, unless `--insecure` of that call, `--certificate-authority`, `registries.conf`, `certs.d` or `insecureRegistries: [HOST]` of your configuration says so. A mirror gets the logins of its own host alone.",
      ],
    },
    {
      heading: 'Where passwords are kept',
      blocks: [
        'Passwords do not lie in the store. The values of secrets, however they were written, go to the keychain of the system; without one to the configured `docker-credential-*` helper; else to files in `~/.local/share/imagestream` that only their owner can read. A folder or file of them that others could write, or that is a link, is refused.',
        'The YAML keeps hosts, user names and the annotation `imagestream/kept-in`, which says where the rest is; `get secret -o yaml --show-secrets` prints the whole. `--credential-store` or `IMAGESTREAM_CREDENTIAL_STORE` (`keychain`, `helper`, `file`, `inline`) choose; `inline` leaves plain Kubernetes Secrets. Clones, branches and older commits name the same password, so it stays when a secret is changed or deleted, until `imagestream secrets prune` finds that nothing has asked for it for 90 days.',
      ],
    },
    {
      heading: 'An integrated registry',
      blocks: [
        'Its host name is `IMAGESTREAM_INTERNAL_REGISTRY`, else the `status.internalRegistryHostname` of `image.config.openshift.io/cluster`, else there is none. With one (any registry that speaks the Docker Registry v2 protocol), `--reference-policy=local` makes a tag give out its place there, and `--mirror` of `import-image` and `tag` copies the image to that place before the tag points at it. Where a copy is missing, `resolve` says so.',
      ],
    },
  ],
};
