import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface WebhookCall {
  method: string;
  path: string;
  headers: http.IncomingHttpHeaders;
  body: string;
}

/** A web server that notes what is posted to it, and answers with the statuses that it is given, the last one for ever. */
export interface WebhookServer {
  readonly url: string;
  readonly calls: WebhookCall[];
  /** 0 is no answer at all; 302 leads to `/elsewhere`. */
  statuses: number[];
  /** What follows the status; it ends the answer, or does not. */
  answer: (response: http.ServerResponse) => void;
  stop(): Promise<void>;
}

export async function startWebhookServer(...statuses: number[]): Promise<WebhookServer> {
  const calls: WebhookCall[] = [];
  const server = http.createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      calls.push({ method: request.method ?? '', path: request.url ?? '', headers: request.headers, body });
      const status = (site.statuses.length > 1 ? site.statuses.shift() : site.statuses[0]) ?? 200;
      if (status !== 0) site.answer(response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const site: WebhookServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/images`,
    calls,
    statuses,
    answer: (response) => void response.end('answer'),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return site;
}
