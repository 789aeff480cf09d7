/** Names of kinds that only a running cluster has, with what it would take to have them. */
const NEEDS: readonly (readonly [names: readonly string[], need: string])[] = [
  [['pods', 'pod', 'po', 'endpoints', 'ep', 'endpointslices', 'podmetrics'], 'nodes that run containers'],
  [['nodes', 'node', 'no', 'machines', 'machinesets', 'machineconfigs', 'machineconfigpools', 'mcp'], 'machines'],
  [['events', 'event', 'ev', 'leases', 'lease'], 'controllers that report what they do'],
  [['clusteroperators', 'clusteroperator', 'co', 'clusterversions', 'clusterversion', 'cs'], 'an installed cluster'],
  [['persistentvolumes', 'persistentvolume', 'pv', 'storageclasses', 'storageclass', 'sc'], 'disks to give out'],
  [['apiservices', 'customresourcedefinitions', 'crd', 'crds', 'csr'], 'an API server'],
  [['users', 'user', 'groups', 'group', 'identities', 'identity', 'oauthclients'], 'an API server with logins'],
  [['ingresscontrollers', 'ingresscontroller'], 'a router'],
];

/** Every such name, as it is written on the command line. */
export const CLUSTER_ONLY: readonly string[] = NEEDS.flatMap(([names]) => names);

/**
 * Why a word on the command line names nothing that a store can hold, as a sentence; undefined for every other word. A pod
 * or an event is made by what runs, and nothing runs here.
 */
export function clusterOnly(word: string): string | undefined {
  const name = word.toLowerCase().split('.', 1)[0] as string;
  const [, need] = NEEDS.find(([names]) => names.includes(name)) ?? [];
  return need && `${name}: only a cluster has these, they need ${need}; a store holds files, and nothing runs in it`;
}
