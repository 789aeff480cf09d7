import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { type KubectlResult, runKubectl } from './kubectl.ts';

/**
 * As much of an API server as `kubectl get imagestreams` needs, and `kubectl apply --dry-run=client` of what runs an image:
 * discovery, and the list that it is given.
 */
export interface KubectlApi {
  /** What is listed. May be replaced between two calls of `get`. */
  items: readonly unknown[];
  get(kubectl: string, ...args: readonly string[]): Promise<KubectlResult>;
  /** Flags with which kubectl speaks to it. */
  readonly flags: readonly string[];
  close(): Promise<void>;
}

const GROUP = 'image.openshift.io';
const NOT_FOUND = { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'NotFound', code: 404 };

export async function startKubectlApi(): Promise<KubectlApi> {
  const cache = mkdtempSync(path.join(os.tmpdir(), 'imagestream-kubectl-cache-'));
  const server = http.createServer((request, response) => {
    const body = answer(new URL(request.url ?? '', 'http://localhost').pathname, api.items);
    response.writeHead(body ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body ?? NOT_FOUND));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const flags = [`--server=http://127.0.0.1:${port}`, `--cache-dir=${cache}`, '--namespace=toms-project'];
  const api: KubectlApi = {
    items: [],
    flags,
    get: (kubectl, ...args) => runKubectl(kubectl, [...flags, 'get', 'imagestreams', ...args]),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        rmSync(cache, { recursive: true, force: true });
      }),
  };
  return api;
}

function answer(pathname: string, items: readonly unknown[]): unknown {
  const group = (name: string) => {
    const version = { groupVersion: `${name}/v1`, version: 'v1' };
    return { name, versions: [version], preferredVersion: version };
  };
  const resources = (groupVersion: string, name: string, kind: string) => ({
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion,
    resources: [{ name, singularName: kind.toLowerCase(), kind, namespaced: true, verbs: ['get', 'list', 'create'] }],
  });
  switch (pathname) {
    case '/api':
      return { kind: 'APIVersions', versions: ['v1'] };
    case '/api/v1':
      return resources('v1', 'services', 'Service');
    case '/apis':
      return { kind: 'APIGroupList', apiVersion: 'v1', groups: [group(GROUP), group('apps')] };
    case '/apis/apps/v1':
      return resources('apps/v1', 'deployments', 'Deployment');
    case `/apis/${GROUP}/v1`:
      return resources(`${GROUP}/v1`, 'imagestreams', 'ImageStream');
    case `/apis/${GROUP}/v1/namespaces/toms-project/imagestreams`:
      return { kind: 'ImageStreamList', apiVersion: `${GROUP}/v1`, metadata: { resourceVersion: '' }, items };
    default:
      return undefined;
  }
}
