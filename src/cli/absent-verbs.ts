/** A verb of `oc` 4.12 or `kubectl` 1.25 that does not exist here. */
export interface AbsentVerb {
  /** What calls it; further words that follow belong to it too. */
  words: string;
  /** What it would need, to be read after `it needs`; absent where nothing but the verb is missing. */
  needs?: string;
  /** What to do here instead, as a sentence. */
  instead?: string;
}

const RUNNING = 'a container that runs';
const BUILDER = 'something that builds images';
const NODES = 'nodes';
const CLUSTER = 'an installed cluster';
const ROLES = 'users and roles, which an API server checks';
const TOKENS = 'an API server that gives out tokens';

const BUILD =
  'Build with "docker build" or "buildah build" and push; then "imagestream import-image" records the image';
const FILES = 'Who may change a store is decided by the permissions of its files, and by those of its git repository';
const LOGIN = '"imagestream create secret docker-registry" keeps a login for a registry, "imagestream login" your own';
const EDIT = '"imagestream edit TYPE/NAME" and "imagestream patch TYPE/NAME" change any field of an object';
const CREATE = 'Write the object into a file: "imagestream create -f FILE" stores it';
const SHELL = '"docker run -it --entrypoint sh $(imagestream resolve STREAM:TAG)" opens a shell in the image of a tag';

/**
 * Words of several verbs, separated by commas, with what is said of all of them: what they need (empty for nothing), and
 * what to do instead.
 */
const TABLE: readonly (readonly [verbs: string, needs: string, instead?: string])[] = [
  ['logs', RUNNING, 'Where the image runs, "docker logs", "podman logs" or "kubectl logs" shows them'],
  ['attach, exec, rsh', RUNNING, 'Where the image runs, "docker exec", "podman exec" or "kubectl exec" gets into it'],
  ['debug', RUNNING, SHELL],
  ['run', 'a node that runs containers', '"docker run $(imagestream resolve STREAM:TAG)" runs the image of a tag'],
  [
    'cp, rsync',
    RUNNING,
    '"imagestream image extract IMAGE" copies files out of an image; where it runs, "docker cp" or "kubectl cp" does',
  ],
  ['port-forward', RUNNING, 'Publish the port where the image runs, as "docker run -p" does'],
  ['top', 'nodes that measure containers', 'Where the image runs, "docker stats" or "kubectl top" shows it'],
  ['events', 'controllers that report what they do', '"imagestream history STREAM:TAG" tells what moved a tag'],
  [
    'autoscale',
    'a cluster that measures what it runs',
    '"imagestream scale deploy/NAME --replicas=2" writes how many pods are wanted',
  ],
  ['expose', 'a network before what runs', CREATE],
  ['idle', 'a network that wakes services up'],
  ['proxy', 'an API server', '"imagestream get TYPE -o json" prints the objects of a store'],
  ['cluster-info', 'a cluster', '"imagestream whoami --show-server" prints the directory of the store'],
  [
    'config, adm config',
    'a cluster to connect to',
    '"imagestream help environment" and "imagestream help store" tell what can be set',
  ],
  ['cluster', 'a cluster to start', 'Nothing needs to be started: a store is a directory'],
  ['plugin', 'plugins, and other programs are not looked for by name'],
  ['ex, alpha', 'experiments of oc, and none is kept here'],
  ['kustomize', 'kustomize itself', '"kustomize build DIRECTORY | imagestream apply -f -" stores what it makes'],
  [
    'process',
    'templates, which a store does not keep',
    '"command oc process --local -f FILE | imagestream apply -f -" has the real oc do it, without a cluster',
  ],
  ['observe', 'a server that reports changes', '"imagestream get TYPE --watch" shows what changes in a store'],
  ['export', '', '"imagestream get TYPE/NAME -o yaml" prints an object'],
  ['types', '', '"imagestream api-resources" lists the types'],
  ['deploy', '', '"imagestream rollout latest dc/NAME" rolls a deployment config out'],
  ['volume, volumes, set volume, set volumes', '', EDIT],
  ['migrate, adm migrate', CLUSTER],
  ['new-build, start-build, cancel-build', BUILDER, BUILD],
  ['build-logs', BUILDER, BUILD],
  ['auth, policy, adm policy', ROLES, FILES],
  ['adm groups, adm prune auth, adm prune groups, set subject', ROLES, FILES],
  ['create role, create rolebinding, create clusterrole, create clusterrolebinding', ROLES, FILES],
  ['create user, create identity, create useridentitymapping', ROLES, FILES],
  ['serviceaccounts, serviceaccount, sa, create token, get-token', TOKENS, LOGIN],
  ['certificate, adm certificate', 'an API server that signs certificates'],
  ['drain, cordon, uncordon, taint, adm drain, adm cordon, adm uncordon, adm taint, adm manage-node', NODES],
  ['adm node-logs, adm copy-to-node, adm restart-kubelet, adm node-image', NODES],
  ['adm reboot-machine-config-pool, adm wait-for-node-reboot, adm wait-for-stable-cluster', NODES],
  ['adm upgrade, adm must-gather, adm ocp-certificates, adm pod-network, adm diagnostics', CLUSTER],
  ['adm inspect', CLUSTER, 'A store is laid out as "oc adm inspect" writes objects: copy its directory'],
  ['adm release', 'releases of a cluster', '"imagestream image info IMAGE" shows what a registry has under a name'],
  ['adm catalog', 'catalogs of operators', '"imagestream image mirror" copies images from registry to registry'],
  [
    'adm top',
    'a registry that counts what it stores',
    '"imagestream describe istag/STREAM:TAG" tells the size of an image',
  ],
  ['adm build-chain', BUILDER, '"imagestream set triggers bc/NAME" lists the tags that start a build'],
  ['adm verify-image-signature', 'signatures of images, which a store does not keep'],
  ['adm new-project', '', '"imagestream new-project NAME" makes a project'],
  ['adm prune builds, adm prune deployments', CLUSTER, '"imagestream adm prune images" removes old images'],
  ['adm create-bootstrap-project-template, adm create-error-template, adm create-login-template', CLUSTER],
  ['adm create-provider-selection-template, adm create-kubeconfig, adm create-api-client-config', CLUSTER],
  ['adm ipfailover, adm router', 'a network before what runs'],
  [
    'adm registry',
    'a node that runs containers',
    'Run a registry beside the store, and set IMAGESTREAM_INTERNAL_REGISTRY to its host[:port]',
  ],
  ['image serve', 'a server of images', '"imagestream image mirror" copies an image to a registry'],
  ['set build-hook, set build-secret', BUILDER, '"imagestream edit bc/NAME" changes any field of a build config'],
  ['set deployment-hook, set probe, set resources, set selector, set serviceaccount, set sa', '', EDIT],
  ['set data', '', '"imagestream edit cm/NAME" changes the entries of a config map'],
  ['set route-backends', 'routes, and a router that follows them'],
  [
    'rollout restart',
    'a cluster that starts containers anew',
    'Start them anew where the image runs, as "docker compose up --force-recreate" does',
  ],
  [
    'rollout cancel, rollout retry',
    'a rollout that goes on',
    '"imagestream rollout undo" brings an earlier template back',
  ],
  [
    'create deployment, create deploymentconfig, create dc',
    '',
    '"imagestream new-app STREAM:TAG -o yaml" makes one that follows a tag; "imagestream create -f FILE" stores any other',
  ],
  ['create job, create cronjob, create cj, create service, create svc, create build', '', CREATE],
  [
    'create secret tls',
    '',
    '"imagestream create secret generic NAME --from-file=tls.crt --from-file=tls.key" keeps the same',
  ],
  ['create route, create ingress, create ing', 'a router'],
  ['create quota, create resourcequota, create clusterresourcequota', CLUSTER],
  ['create poddisruptionbudget, create pdb, create priorityclass, create pc', NODES],
  ['secrets add', '', '"imagestream secrets link ACCOUNT SECRET" links a secret to a service account'],
  ['secrets new, secrets new-basicauth, secrets new-sshauth', '', '"imagestream create secret generic" makes a secret'],
  ['secrets new-dockercfg', '', LOGIN],
];

export const ABSENT_VERBS: readonly AbsentVerb[] = TABLE.flatMap(([verbs, needs, instead]) =>
  verbs.split(', ').map((words) => ({ words, ...(needs ? { needs } : {}), ...(instead ? { instead } : {}) })),
);
