import http from 'node:http';
import https from 'node:https';
import type { Image } from './images.ts';

export interface PushOptions {
  user?: string;
  password?: string;
  /** PEM of the authority that signed the registry's certificate. */
  ca?: string;
}

/**
 * Pushes an image, or an index with its children, as `docker push` does: blobs, child manifests, manifest.
 * `registry` is `http(s)://HOST:PORT`. Logs in with Basic or Bearer, whichever the registry asks for.
 */
export async function pushImage(
  registry: string,
  image: Image,
  repository: string,
  tag: string,
  options: PushOptions = {},
): Promise<void> {
  const session = new PushSession(registry, repository, options);
  try {
    await session.push(image, tag);
  } finally {
    session.close();
  }
}

interface Answer {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: Buffer;
}

class PushSession {
  private readonly registry: string;
  private readonly repository: string;
  private readonly options: PushOptions;
  private readonly agent: http.Agent;
  private authorization: string | undefined;

  constructor(registry: string, repository: string, options: PushOptions) {
    this.registry = registry;
    this.repository = repository;
    this.options = options;
    const ca = options.ca ? { ca: options.ca } : {};
    this.agent = registry.startsWith('https:')
      ? new https.Agent({ keepAlive: true, ...ca })
      : new http.Agent({ keepAlive: true });
  }

  async push(image: Image, reference: string): Promise<void> {
    for (const child of image.children) await this.push(child, child.digest);
    for (const { digest, bytes } of image.blobs) await this.pushBlob(digest, bytes);
    const type = { 'content-type': image.mediaType };
    await this.expect(201, 'PUT', `/v2/${this.repository}/manifests/${reference}`, type, image.manifest);
  }

  close(): void {
    this.agent.destroy();
  }

  private async pushBlob(digest: string, bytes: Buffer): Promise<void> {
    const blobs = `/v2/${this.repository}/blobs`;
    const known = await this.authorized('HEAD', `${blobs}/${digest}`, {});
    if (known.status === 200) return;
    const started = await this.expect(202, 'POST', `${blobs}/uploads/`, {});
    const at = new URL(started.headers.location ?? '', this.registry);
    at.searchParams.set('digest', digest);
    await this.expect(201, 'PUT', at.href, { 'content-type': 'application/octet-stream' }, bytes);
  }

  private async expect(status: number, ...call: Parameters<PushSession['authorized']>): Promise<Answer> {
    const answer = await this.authorized(...call);
    if (answer.status === status) return answer;
    throw new Error(`${call[0]} ${call[1]} at ${this.registry}: ${answer.status} ${answer.body}`);
  }

  private async authorized(
    method: string,
    path: string,
    headers: Record<string, string>,
    body?: Buffer,
  ): Promise<Answer> {
    const first = await this.send(method, path, headers, body);
    const challenge = first.headers['www-authenticate'];
    if (first.status !== 401 || !challenge) return first;
    this.authorization = await this.answerTo(challenge);
    return this.send(method, path, headers, body);
  }

  private async answerTo(challenge: string): Promise<string> {
    const { user = '', password = '' } = this.options;
    const basic = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
    if (/^basic/i.test(challenge)) return basic;
    const value = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(challenge)?.[1] ?? '';
    const query = new URLSearchParams({
      service: value('service'),
      scope: `repository:${this.repository}:pull,push`,
    });
    this.authorization = user ? basic : undefined;
    const { body } = await this.send('GET', `${value('realm')}?${query}`, {});
    return `Bearer ${JSON.parse(body.toString()).token}`;
  }

  private send(method: string, path: string, headers: Record<string, string>, body?: Buffer): Promise<Answer> {
    const url = new URL(path, this.registry);
    const sent = {
      ...headers,
      'content-length': String(body?.length ?? 0),
      ...(this.authorization ? { authorization: this.authorization } : {}),
    };
    const agent = url.protocol === new URL(this.registry).protocol ? { agent: this.agent } : {};
    return new Promise((resolve, reject) => {
      const { request } = url.protocol === 'https:' ? https : http;
      const onward = request(url, { method, headers: sent, ...agent }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) }),
        );
      });
      onward.on('error', reject);
      onward.end(body);
    });
  }
}
