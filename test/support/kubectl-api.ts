import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { type KubectlResult, runKubectl } from './kubectl.ts';

/** As much of an API server as `kubectl get imagestreams` needs: discovery, and the list that it is given. */
export interface KubectlApi {
  /** What is listed. May be replaced between two calls of `get`. */
  items: readonly unknown[];
  get(kubectl: string, ...args: readonly string[]): Promise<KubectlResult>;
  close(): Promise<void>;
}

const GROUP = 'image.openshift.io';

export async function startKubectlApi(): Promise<KubectlApi> {
  const cache = mkdtempSync(path.join(os.tmpdir(), 'imagestream-kubectl-cache-'));
  const server = http.createServer((request, response) => {
    const body = answer(new URL(request.url ?? '', 'http://localhost').pathname, api.items);
    response.writeHead(body ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body ?? { kind: 'Status', apiVersion: 'v1', status: 'Failure', code: 404 }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const flags = [`--server=http://127.0.0.1:${port}`, `--cache-dir=${cache}`, '--namespace=toms-project'];
  const api: KubectlApi = {
    items: [],
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
  const version = { groupVersion: `${GROUP}/v1`, version: 'v1' };
  const resource = { name: 'imagestreams', singularName: 'imagestream', kind: 'ImageStream', namespaced: true };
  switch (pathname) {
    case '/api':
      return { kind: 'APIVersions', versions: ['v1'] };
    case '/api/v1':
      return { kind: 'APIResourceList', groupVersion: 'v1', resources: [] };
    case '/apis':
      return {
        kind: 'APIGroupList',
        apiVersion: 'v1',
        groups: [{ name: GROUP, versions: [version], preferredVersion: version }],
      };
    case `/apis/${GROUP}/v1`:
      return {
        kind: 'APIResourceList',
        apiVersion: 'v1',
        groupVersion: version.groupVersion,
        resources: [{ ...resource, verbs: ['get', 'list'] }],
      };
    case `/apis/${GROUP}/v1/namespaces/toms-project/imagestreams`:
      return { kind: 'ImageStreamList', apiVersion: version.groupVersion, metadata: { resourceVersion: '' }, items };
    default:
      return undefined;
  }
}
