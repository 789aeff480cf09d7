import type { Flag } from '../commands/command.ts';

const ignored = (name: string, type: Flag['type'] = 'string', short?: string): Flag => ({
  name,
  type,
  ...(short ? { short } : {}),
  help: 'Accepted for scripts written for a cluster; without effect here',
  hidden: true,
});

/** Flags of every command. Those of a cluster connection are accepted and do nothing, so that scripts run unchanged. */
export const GLOBAL_FLAGS: readonly Flag[] = [
  { name: 'namespace', short: 'n', type: 'string', value: 'NAMESPACE', help: 'The namespace to work in' },
  { name: 'store', type: 'string', value: 'DIRECTORY', help: 'The directory that keeps the objects' },
  {
    name: 'credential-store',
    type: 'string',
    value: 'keychain|helper|file|inline',
    help: 'Where passwords are kept; the first of these that works if not given, and never inline',
  },
  {
    name: 'certificate-authority',
    type: 'string',
    value: 'FILE',
    help: 'Also trust the authorities in this file (PEM) when talking to registries',
  },
  {
    name: 'token-server',
    type: 'list',
    value: '[REGISTRY=]HOST',
    help: 'Let this host, of another party, have the login for the one registry that names it; repeatable',
  },
  { name: 'color', type: 'string', value: 'auto|always|never', default: 'auto', help: 'Colour on terminals' },
  { name: 'no-progress', type: 'bool', help: 'Show no progress on terminals' },
  { name: 'v', short: 'v', type: 'level', value: 'LEVEL', help: 'Say more about what is done, from 1 to 9' },
  { name: 'loglevel', type: 'string', value: 'LEVEL', help: 'The same as -v', hidden: true },
  ignored('kubeconfig'),
  ignored('context'),
  ignored('cluster'),
  ignored('user'),
  ignored('server', 'string', 's'),
  ignored('token'),
  ignored('as'),
  ignored('as-group', 'list'),
  ignored('as-uid'),
  ignored('client-certificate'),
  ignored('client-key'),
  ignored('insecure-skip-tls-verify', 'bool'),
  ignored('tls-server-name'),
  ignored('cache-dir'),
  ignored('match-server-version', 'bool'),
  ignored('request-timeout'),
  ignored('warnings-as-errors', 'bool'),
];
