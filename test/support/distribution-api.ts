import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { MEDIA_TYPES, sha256 } from './images.ts';
import type { RegistryAccess, Wanted } from './registry-access.ts';
import { isDigest, type RegistryContent, type StoredManifest } from './registry-content.ts';

/** Answers the requests of the OCI distribution spec 1.1 over content in memory, as honestly as a real registry. */
export class DistributionApi {
  private readonly content: RegistryContent;
  private readonly access: RegistryAccess;
  private readonly pageSize: number;
  private readonly uploads = new Map<string, Buffer>();

  /** `pageSize`: tags on one page at most. */
  constructor(content: RegistryContent, access: RegistryAccess, pageSize = 1000) {
    this.content = content;
    this.access = access;
    this.pageSize = pageSize;
  }

  /** `origin` is `https://host[:port]` as the client sees it. */
  async answer(request: IncomingMessage, response: ServerResponse, origin: string): Promise<ServerResponse> {
    const url = new URL(request.url ?? '/', origin);
    const body = await bodyOf(request);
    response.setHeader('docker-distribution-api-version', 'registry/2.0');
    if (url.pathname === this.access.tokenPath()) {
      const reply = this.access.token(request, url, body.toString());
      return send(response, reply.status, reply.body);
    }
    if (url.pathname !== '/v2/' && url.pathname !== '/v2' && !ROUTE.test(url.pathname)) {
      return fail(response, 404, 'NOT_FOUND', '404 page not found');
    }
    const [, repository, kind, rest] = (ROUTE.exec(decodeURIComponent(url.pathname)) ?? []) as (string | undefined)[];
    const action = request.method === 'GET' || request.method === 'HEAD' ? 'pull' : 'push';
    const verdict = this.access.judge(request, origin, repository ? { repository, action } : undefined);
    if (!verdict.allowed) {
      response.setHeader('www-authenticate', verdict.challenge);
      const detail = repository ? [{ Type: 'repository', Name: repository, Action: action }] : null;
      return fail(response, 401, 'UNAUTHORIZED', 'authentication required', detail);
    }
    if (!repository) return send(response, 200, {});
    const call: Call = { request, response, url, origin, body, repository, reference: rest ?? '' };
    if (kind === 'tags/list') return this.tags(call);
    if (kind === 'manifests') return this.manifests(call);
    if (call.reference === 'uploads' || call.reference.startsWith('uploads/')) return this.upload(call);
    return this.blobs(call);
  }

  private manifests(call: Call): ServerResponse {
    const { request, response, repository, reference } = call;
    if (request.method === 'PUT') return this.putManifest(call);
    if (request.method === 'DELETE') {
      return this.content.remove(repository, reference)
        ? send(response, 202)
        : fail(response, 404, 'MANIFEST_UNKNOWN', 'manifest unknown');
    }
    if (!isRead(request)) return fail(response, 405, 'UNSUPPORTED', 'The operation is unsupported.');
    const found = this.acceptable(call, this.content.manifest(repository, reference));
    if (!found) {
      return this.content.has(repository)
        ? fail(response, 404, 'MANIFEST_UNKNOWN', 'manifest unknown', { Tag: reference })
        : fail(response, 404, 'NAME_UNKNOWN', 'repository name not known to registry', { name: repository });
    }
    const etag = `"${found.digest}"`;
    response.setHeader('docker-content-digest', found.digest);
    response.setHeader('etag', etag);
    if ((request.headers['if-none-match'] ?? '').split(/\s*,\s*/).includes(etag)) return send(response, 304);
    response.setHeader('content-type', found.mediaType);
    return bytes(request, response, 200, found.bytes);
  }

  /**
   * What the registry gives for the client's Accept: as distribution 2.x, a list that is not accepted becomes its
   * linux/amd64 image when it was asked for by tag, and any other type that is not accepted is not found.
   */
  private acceptable(call: Call, found: StoredManifest | undefined): StoredManifest | undefined {
    const accept = [call.request.headers.accept ?? '*/*'].flat().join(',');
    const accepted = (type: string) => accept.includes('*/*') || accept.includes(type);
    if (!found || accepted(found.mediaType)) return found;
    if (found.mediaType !== MEDIA_TYPES.docker.index || isDigest(call.reference)) return undefined;
    const { manifests } = JSON.parse(found.bytes.toString()) as { manifests: IndexEntry[] };
    const chosen = manifests.find(({ platform }) => platform?.os === 'linux' && platform.architecture === 'amd64');
    return chosen && this.content.manifest(call.repository, chosen.digest);
  }

  private putManifest({ request, response, origin, body, repository, reference }: Call): ServerResponse {
    const digest = sha256(body);
    if (isDigest(reference) && reference !== digest) {
      return fail(response, 400, 'DIGEST_INVALID', 'provided digest did not match uploaded content');
    }
    if (body.length > MANIFEST_LIMIT) return fail(response, 413, 'SIZE_INVALID', 'manifest is too large');
    const document = parsed(body);
    if (!document) return fail(response, 400, 'MANIFEST_INVALID', 'manifest invalid');
    const missing = [
      ...[document.config, ...(document.layers ?? [])].filter((b) => b && !this.content.blob(repository, b.digest)),
      ...(document.manifests ?? []).filter((m) => !this.content.manifest(repository, m.digest)),
    ];
    if (missing.length > 0) {
      const detail = { digest: missing[0]?.digest };
      return fail(response, 400, 'MANIFEST_BLOB_UNKNOWN', 'blob unknown to registry', detail);
    }
    const type = request.headers['content-type'] ?? document.mediaType ?? MEDIA_TYPES.docker.manifest;
    this.content.putManifest(repository, reference, type, body);
    response.setHeader('docker-content-digest', digest);
    response.setHeader('location', `${origin}/v2/${repository}/manifests/${digest}`);
    return send(response, 201);
  }

  private tags({ request, response, url, repository }: Call): ServerResponse {
    if (!isRead(request)) return fail(response, 405, 'UNSUPPORTED', 'The operation is unsupported.');
    if (!this.content.has(repository)) {
      return fail(response, 404, 'NAME_UNKNOWN', 'repository name not known to registry', { name: repository });
    }
    const wanted = Number(url.searchParams.get('n') ?? this.pageSize);
    if (!Number.isInteger(wanted) || wanted < 0) {
      return fail(response, 400, 'PAGINATION_NUMBER_INVALID', 'invalid number of results requested');
    }
    const last = url.searchParams.get('last') ?? '';
    const remaining = this.content.tags(repository).filter((tag) => tag > last);
    const page = remaining.slice(0, Math.min(wanted, this.pageSize));
    if (page.length > 0 && page.length < remaining.length) {
      const next = new URLSearchParams({ last: page.at(-1) as string, n: String(page.length) });
      response.setHeader('link', `</v2/${repository}/tags/list?${next}>; rel="next"`);
    }
    return send(response, 200, { name: repository, tags: page });
  }

  private blobs({ request, response, repository, reference }: Call): ServerResponse {
    if (!isRead(request)) return fail(response, 405, 'UNSUPPORTED', 'The operation is unsupported.');
    const blob = this.content.blob(repository, reference);
    if (!blob) return fail(response, 404, 'BLOB_UNKNOWN', 'blob unknown to registry', reference);
    response.setHeader('docker-content-digest', reference);
    response.setHeader('etag', `"${reference}"`);
    response.setHeader('accept-ranges', 'bytes');
    response.setHeader('content-type', 'application/octet-stream');
    const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
    if (from === undefined) return bytes(request, response, 200, blob);
    const end = Math.min(to ? Number(to) : blob.length - 1, blob.length - 1);
    if (Number(from) > end) {
      response.setHeader('content-range', `bytes */${blob.length}`);
      return fail(response, 416, 'SIZE_INVALID', 'requested range not satisfiable');
    }
    response.setHeader('content-range', `bytes ${from}-${end}/${blob.length}`);
    return bytes(request, response, 206, blob.subarray(Number(from), end + 1));
  }

  private upload(call: Call): ServerResponse {
    const { request, response, url, repository, body } = call;
    if (request.method === 'POST') return this.startUpload(call);
    const id = call.reference.slice('uploads/'.length);
    const received = this.uploads.get(id);
    if (!received) return fail(response, 404, 'BLOB_UPLOAD_UNKNOWN', 'blob upload unknown to registry');
    if (request.method === 'GET') return this.uploadStatus(call, id, 204);
    if (request.method === 'DELETE') {
      this.uploads.delete(id);
      return send(response, 204);
    }
    const start = /^(\d+)-/.exec(request.headers['content-range'] ?? '')?.[1];
    if (start !== undefined && Number(start) !== received.length) return this.uploadStatus(call, id, 416);
    const all = Buffer.concat([received, body]);
    this.uploads.set(id, all);
    if (request.method === 'PATCH') return this.uploadStatus(call, id, 202);
    if (request.method !== 'PUT') return fail(response, 405, 'UNSUPPORTED', 'The operation is unsupported.');
    this.uploads.delete(id);
    return this.finishUpload(call, repository, url.searchParams.get('digest') ?? '', all);
  }

  private startUpload(call: Call): ServerResponse {
    const { request, origin, url, repository, body } = call;
    const mount = url.searchParams.get('mount');
    const from = url.searchParams.get('from');
    const wanted: Wanted = { repository: from ?? '', action: 'pull' };
    const known = mount && from && this.access.judge(request, origin, wanted).allowed && this.content.blob(from, mount);
    if (mount && known) return this.finishUpload(call, repository, mount, known);
    const digest = url.searchParams.get('digest');
    if (digest && body.length > 0) return this.finishUpload(call, repository, digest, body);
    const id = randomUUID();
    this.uploads.set(id, Buffer.alloc(0));
    return this.uploadStatus(call, id, 202);
  }

  private uploadStatus({ response, origin, repository }: Call, id: string, status: number): ServerResponse {
    const size = this.uploads.get(id)?.length ?? 0;
    response.setHeader('location', `${origin}/v2/${repository}/blobs/uploads/${id}?state=${size}`);
    response.setHeader('range', `0-${Math.max(0, size - 1)}`);
    response.setHeader('docker-upload-uuid', id);
    if (status === 416) return fail(response, 416, 'BLOB_UPLOAD_INVALID', 'blob upload invalid');
    return send(response, status);
  }

  private finishUpload(
    { response, origin }: Call,
    repository: string,
    digest: string,
    content: Buffer,
  ): ServerResponse {
    if (sha256(content) !== digest) {
      return fail(response, 400, 'DIGEST_INVALID', 'provided digest did not match uploaded content');
    }
    this.content.putBlob(repository, digest, content);
    response.setHeader('docker-content-digest', digest);
    response.setHeader('location', `${origin}/v2/${repository}/blobs/${digest}`);
    return send(response, 201);
  }
}

/** `/v2/NAME/manifests/REFERENCE`, `/v2/NAME/blobs/...`, `/v2/NAME/tags/list`. */
const ROUTE = /^\/v2\/(.+?)\/(tags\/list|manifests|blobs)(?:\/(.*))?$/;
/** Bytes; the floor that the distribution spec names. */
const MANIFEST_LIMIT = 4 * 1024 * 1024;

interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly origin: string;
  readonly body: Buffer;
  readonly repository: string;
  readonly reference: string;
}

interface IndexEntry {
  digest: string;
  platform?: { os: string; architecture: string };
}

interface ManifestDocument {
  mediaType?: string;
  config?: { digest: string };
  layers?: { digest: string }[];
  manifests?: IndexEntry[];
}

function parsed(body: Buffer): ManifestDocument | undefined {
  try {
    const document = JSON.parse(body.toString());
    return typeof document === 'object' && document !== null ? document : undefined;
  } catch {
    return undefined;
  }
}

function isRead(request: IncomingMessage): boolean {
  return request.method === 'GET' || request.method === 'HEAD';
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function send(response: ServerResponse, status: number, document?: unknown): ServerResponse {
  const text = document === undefined ? '' : `${JSON.stringify(document)}\n`;
  response.statusCode = status;
  if (document !== undefined) response.setHeader('content-type', 'application/json; charset=utf-8');
  if (status !== 204 && status !== 304) response.setHeader('content-length', Buffer.byteLength(text));
  return response.end(text);
}

function fail(
  response: ServerResponse,
  status: number,
  code: string,
  message: string,
  detail?: unknown,
): ServerResponse {
  return send(response, status, { errors: [{ code, message, ...(detail === undefined ? {} : { detail }) }] });
}

function bytes(request: IncomingMessage, response: ServerResponse, status: number, content: Buffer): ServerResponse {
  response.statusCode = status;
  response.setHeader('content-length', content.length);
  return response.end(request.method === 'HEAD' ? undefined : content);
}
