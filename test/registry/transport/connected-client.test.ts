import http from 'node:http';
import net from 'node:net';
import { expect, test } from '@jest/globals';
import type { buildConnector } from 'undici';
import { type ConnectionAware, connectedClient } from '../../../src/registry/transport/connected-client.ts';
import { close as closeServer } from '../../support/fixture-registry.ts';
import { later, script } from '../client-under-test.ts';

test('an answer is from where its connection leads, also where the name leads elsewhere the next time', async () => {
  const close = { connection: 'close' };
  const registry = await script(() => ({ status: 200, headers: close }), 'plain');
  const places = ['127.0.0.1', '127.0.0.2'];
  // Both are this machine; what matters is that the second is not taken for the first.
  const second = http.createServer((_request, response) => void response.writeHead(200, close).end());
  await new Promise<void>((resolve) => second.listen(registry.port, '127.0.0.2', resolve));
  later(() => closeServer(second));
  const connect: buildConnector.connector = ({ port }, callback) => {
    const socket = net.connect({ port: Number(port), host: places.shift() ?? '' });
    socket.once('connect', () => callback(null, socket)).on('error', () => {});
  };
  const client = connectedClient(new URL(`http://moves.example.com:${registry.port}`), { connect, pipelining: 1 });
  const ask = () =>
    new Promise<string | undefined>((resolve, reject) => {
      const handler: ConnectionAware = {
        connection: undefined,
        onRequestStart() {},
        onResponseStart() {
          resolve(handler.connection?.address);
        },
        onResponseError: (_controller, error) => reject(error),
      };
      client.dispatch({ path: '/', method: 'GET' }, handler);
    });
  expect([await ask(), await ask()]).toEqual(['127.0.0.1', '127.0.0.2']);
  await client.destroy();
});
