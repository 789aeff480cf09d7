import type { buildConnector, Client, Dispatcher } from 'undici';
import UndiciClient from 'undici/lib/dispatcher/client.js';
import { assertSpareFiles } from './spare-files.ts';

/** The connection that a client has now. */
export interface Connection {
  /** The address of the other side. */
  address: string;
}

/** What receives an answer, and wants to know where it comes from. */
export interface ConnectionAware extends Dispatcher.DispatchHandler {
  connection: Connection | undefined;
}

/**
 * A client of one connection that tells whatever is sent over it where the other side is. It connects anew under the same
 * name, and may then be elsewhere: one request at a time is sent, so that what it says is true of the answer that arrives.
 */
export function connectedClient(origin: URL, options: object): Client {
  const { connect } = options as { connect: buildConnector.connector };
  const connection: Connection = { address: '' };
  const noting: buildConnector.connector = (target, callback) =>
    connect(target, (...outcome) => {
      const [, socket] = outcome;
      if (!socket) return callback(...outcome);
      try {
        assertSpareFiles();
      } catch (error) {
        socket.destroy();
        return callback(error as Error, null);
      }
      connection.address = socket.remoteAddress ?? '';
      callback(...outcome);
    });
  const client = new UndiciClient(origin, { ...options, connect: noting });
  const dispatch = client.dispatch.bind(client);
  client.dispatch = (request, handler) => {
    (handler as ConnectionAware).connection = connection;
    return dispatch(request, handler);
  };
  return client;
}
