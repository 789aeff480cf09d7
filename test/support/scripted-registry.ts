import http from 'node:http';
import https from 'node:https';
import { close, listen, type ServerIdentity } from './fixture-registry.ts';

/** One request as it came over the wire, with every header. */
export interface ScriptedRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
  /** How many requests with the same method and path came before. */
  readonly before: number;
}

/** What to answer: status, headers, body. A function writes the answer itself, or breaks the connection. */
export type ScriptedAnswer =
  | { status: number; headers?: http.OutgoingHttpHeaders; body?: string | Uint8Array }
  | ((response: http.ServerResponse) => void);

export type Script = (request: ScriptedRequest) => ScriptedAnswer;

/** A server on a real socket that does what the test says, and remembers everything it was asked. */
export interface ScriptedRegistry {
  /** `127.0.0.1:PORT`. */
  readonly host: string;
  readonly port: number;
  readonly url: string;
  readonly requests: ScriptedRequest[];
  /** Connections accepted since the start. */
  connections(): number;
  stop(): Promise<void>;
}

export async function startScriptedRegistry(script: Script, tls?: ServerIdentity): Promise<ScriptedRegistry> {
  const requests: ScriptedRequest[] = [];
  const counts = new Map<string, number>();
  let connections = 0;
  const listener: http.RequestListener = async (message, response) => {
    let body = '';
    try {
      for await (const chunk of message) body += String(chunk);
    } catch {
      return; // the client has gone in the middle
    }
    const { method = '', url = '', headers } = message;
    const key = `${method} ${url.split('?', 1)[0]}`;
    const before = counts.get(key) ?? 0;
    counts.set(key, before + 1);
    const request = { method, url, headers, body, before };
    requests.push(request);
    const answer = script(request);
    if (typeof answer === 'function') return answer(response);
    response.writeHead(answer.status, answer.headers);
    response.end(answer.body);
  };
  const handle: http.RequestListener = (message, response) => void listener(message, response);
  const server = tls ? https.createServer(tls, handle) : http.createServer(handle);
  server.on('connection', () => {
    connections += 1;
  });
  server.on('tlsClientError', () => {});
  const port = await listen(server);
  const host = `127.0.0.1:${port}`;
  return {
    host,
    port,
    url: `${tls ? 'https' : 'http'}://${host}`,
    requests,
    connections: () => connections,
    stop: () => close(server),
  };
}

/** A JSON answer. */
export function json(status: number, value: unknown, headers: http.OutgoingHttpHeaders = {}): ScriptedAnswer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) };
}

/** The error document of the distribution specification. */
export function registryError(status: number, code: string, message: string, headers: http.OutgoingHttpHeaders = {}) {
  return json(status, { errors: [{ code, message }] }, headers);
}
