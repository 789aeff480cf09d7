import { describe, expect, test } from '@jest/globals';
import { ABSENT_VERBS } from '../../src/cli/absent-verbs.ts';
import { findCommand } from '../../src/cli/program.ts';
import { refusalOf } from '../../src/cli/refusals.ts';
import { TOPICS } from '../../src/cli/topics/index.ts';
import { VERBS } from '../../src/cli/verbs.ts';
import { anImageApi } from '../support/image-api.ts';
import { runInProcess } from '../support/in-process.ts';

const run = (...argv: string[]) => runInProcess(anImageApi(), argv);

/** Every way to call a verb, and every word that only begins verbs. */
const CALLS = new Set(
  VERBS.flatMap(({ path, aliases }) => [
    ...path.map((_, i) => path.slice(0, i + 1).join(' ')),
    ...aliases.map((alias) => [...path.slice(0, -1), alias].join(' ')),
  ]),
);

describe('verbs of oc and kubectl that do not exist here', () => {
  test('the table names none that exists, and none twice', () => {
    const words = ABSENT_VERBS.map((verb) => verb.words);
    expect(words.filter((word) => CALLS.has(word))).toEqual([]);
    expect(new Set(words).size).toBe(words.length);
  });

  test.each(ABSENT_VERBS)('$words: something is said of it', ({ needs, instead }) => {
    expect(needs ?? instead).toBeTruthy();
    for (const text of [needs, instead]) expect(text ?? '').not.toMatch(/[.\n]$|^\s|\s$/);
  });

  test.each([
    [['logs', 'deploy/web'], 'there is no "imagestream logs" here: it needs a container that runs'],
    [['logs', '--help'], 'there is no "imagestream logs" here'],
    [['help', 'logs'], 'there is no "imagestream logs" here'],
    [['-n', 'x', 'exec', 'web', '--', 'ls'], 'there is no "imagestream exec" here'],
    [['run', 'x', '--image=web:dev'], 'there is no "imagestream run" here: it needs a node that runs containers'],
    [['adm', 'policy', 'add-role-to-user', 'view', 'bob'], 'there is no "imagestream adm policy" here'],
    [['adm', 'prune', 'builds'], 'there is no "imagestream adm prune builds" here'],
    [['set', 'data', 'cm/x', '--from-literal=a=b'], 'there is no "imagestream set data" here'],
    [['create', 'deployment', 'web', '--image=x'], 'there is no "imagestream create deployment" here'],
    [['create', 'deployment', '--help'], 'there is no "imagestream create deployment" here'],
    [['rollout', 'restart', 'deploy/web'], 'there is no "imagestream rollout restart" here'],
  ])('%j', async (argv, line) => {
    const { status, stdout, stderr } = await run(...argv);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr.startsWith(`error: ${line}`)).toBe(true);
    expect(stderr).not.toContain('unknown');
  });

  test('under the name oc, it speaks of oc', () => {
    const refusal = refusalOf(['export', 'is/web'], 'oc');
    expect(refusal?.message).toBe('there is no "oc export" here');
    expect(refusal?.hint).toBe('"oc get TYPE/NAME -o yaml" prints an object');
  });

  test('other words are none of these', () => {
    expect(refusalOf(['get', 'logs'], 'oc')).toBeUndefined();
    expect(refusalOf([], 'oc')).toBeUndefined();
  });
});

/** What `oc` 4.12 and `kubectl` 1.25 can be told to do. */
const OC_VERBS = `
adm build-chain, adm catalog mirror, adm certificate approve, adm copy-to-node, adm cordon
adm create-bootstrap-project-template, adm create-error-template, adm create-kubeconfig, adm create-login-template
adm create-provider-selection-template, adm drain, adm groups new, adm groups sync, adm inspect
adm migrate template-instances, adm must-gather, adm new-project, adm node-logs
adm ocp-certificates monitor-certificates, adm pod-network isolate-projects
adm policy add-scc-to-user, adm policy who-can, adm prune auth, adm prune builds, adm prune deployments, adm prune groups
adm prune images, adm reboot-machine-config-pool, adm release extract, adm release info, adm release mirror, adm release new
adm restart-kubelet, adm taint, adm top images, adm top imagestreams, adm top node, adm uncordon, adm upgrade
adm verify-image-signature, adm wait-for-node-reboot, adm wait-for-stable-cluster
alpha, annotate, api-resources, api-versions, apply, apply edit-last-applied, apply set-last-applied
apply view-last-applied, attach, auth can-i, auth reconcile, autoscale, cancel-build, certificate deny, cluster-info dump
completion, config view, config use-context, cordon, cp, create, create build, create clusterresourcequota
create clusterrole, create clusterrolebinding, create configmap, create cronjob, create deployment
create deploymentconfig, create identity, create imagestream, create imagestreamtag, create ingress, create job
create namespace, create poddisruptionbudget, create priorityclass, create quota, create role, create rolebinding
create route edge, create secret docker-registry, create secret generic, create secret tls, create service clusterip
create serviceaccount, create token, create user, create useridentitymapping, debug, delete, describe, diff, drain, edit
events, ex, exec, explain, expose, extract, get, idle, image append, image extract, image info, image mirror, image serve, import-image, kustomize
label, login, logout, logs, new-app, new-build, new-project, observe, options, patch, plugin list
policy add-role-to-user, policy scc-review, port-forward, process, project, projects, proxy, registry info
registry login, replace, rollback, rollout cancel, rollout history, rollout latest, rollout pause, rollout restart
rollout resume, rollout retry, rollout status, rollout undo, rsh, rsync, run, scale, secrets link, secrets unlink
serviceaccounts create-kubeconfig, serviceaccounts get-token, set build-hook, set build-secret, set data
set deployment-hook, set env, set image, set image-lookup, set probe, set resources, set route-backends, set selector
set serviceaccount, set subject, set triggers, set volumes, start-build, status, tag, taint, top node, top pod, uncordon
version, wait, whoami`
  .trim()
  .split(/[\n,] ?/)
  .map((verb) => verb.trim().split(' '));

/** Words that the command line answers before it looks for verbs. */
const ANSWERED = ['help', 'options', 'version'];

test.each(OC_VERBS.map((words) => [words.join(' '), words] as const))('%s is here, or is told of', (called, words) => {
  const here = CALLS.has(called) || ANSWERED.includes(called);
  expect(here).not.toBe(refusalOf(words, 'oc') !== undefined);
});

/** The verbs that a text advises: what follows the name of the program, as far as it is no place for a word. */
const advised = (text: string) =>
  [...text.matchAll(/imagestream ((?:[a-z-]+ ?)+)/g)].map((match) => (match[1] as string).trim().split(' '));

test.each(ABSENT_VERBS.flatMap(({ words, instead }) => advised(instead ?? '').map((verb) => [words, verb] as const)))(
  'what is advised in the place of %s is there: %j',
  (_words, verb) => {
    const topic = verb[0] === 'help' && TOPICS.some(({ name }) => name === verb[1]);
    expect(topic || findCommand(verb, 'imagestream').type === 'command').toBe(true);
  },
);

describe('words that mean something near', () => {
  test.each<[string[], string]>([
    [['gte'], 'error: unknown command "gte" for "imagestream"\n\nDid you mean this?\n\tget\n'],
    [['nosuch'], 'error: unknown command "nosuch" for "imagestream"\nRun \'imagestream --help\' for usage.\n'],
    [
      ['set', 'image-lokup', 'web', '--all'],
      `error: unknown command "image-lokup" for "imagestream set"\nSee 'imagestream set --help' for usage.\nhint: Did you mean image-lookup?\n`,
    ],
    [
      ['adm', 'prune', 'x', 'y'],
      `error: unknown command "x" for "imagestream adm prune"\nSee 'imagestream adm prune --help' for usage.\n`,
    ],
    [['get', 'si'], 'error: the server doesn\'t have a resource type "si"\nhint: Did you mean is?\n'],
    [
      ['get', 'imagestreem'],
      'error: the server doesn\'t have a resource type "imagestreem"\nhint: Did you mean imagestream?\n',
    ],
    [
      ['get', 'cluserversion'],
      'error: the server doesn\'t have a resource type "cluserversion"\nhint: Did you mean clusterversion?\n',
    ],
    [
      ['rollout', 'undo', 'deploy/web', '--to=1'],
      "error: unknown flag: --to\nSee 'imagestream rollout undo --help' for usage.\nhint: Did you mean --to-revision?\n",
    ],
    [
      ['import-image', 'web', '--dry-run=client'],
      `error: invalid argument "client" for "--dry-run" flag: strconv.ParseBool: parsing "client": invalid syntax
See 'imagestream import-image --help' for usage.
hint: Write --dry-run alone for yes; it takes no other value than true and false
`,
    ],
    [
      ['watch', '--interval', '5x'],
      `error: invalid argument "5x" for "--interval" flag: time: unknown unit "x" in duration "5x"
hint: A duration is written as 30s, 15m or 1h30m
`,
    ],
  ])('%j', async (argv, stderr) => {
    expect(await run(...argv)).toEqual({ status: 1, stdout: '', stderr });
  });

  test('-o yml means yaml', async () => {
    const { status, stderr } = await run('get', 'is', '-o', 'yml');
    expect({ status, hint: stderr.split('\n')[1] }).toEqual({ status: 1, hint: 'hint: Did you mean yaml?' });
  });
});
