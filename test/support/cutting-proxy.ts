import net from 'node:net';

/** Ends a connection when more than `after` bytes have gone one way. Each cut is made once, in their order. */
export interface Cut {
  from: 'client' | 'server';
  after: number;
}

export interface CuttingProxy {
  /** `127.0.0.1:PORT`. */
  readonly host: string;
  /** Cuts that are still to be made. */
  readonly cuts: Cut[];
  stop(): Promise<void>;
}

/** Forwards TCP to a port of 127.0.0.1, and loses connections in the middle. */
export async function startCuttingProxy(port: number, cuts: readonly Cut[]): Promise<CuttingProxy> {
  const left = [...cuts];
  const sockets = new Set<net.Socket>();
  const server = net.createServer((client) => {
    const onward = net.connect(port, '127.0.0.1');
    const pair = { client, server: onward };
    for (const from of ['client', 'server'] as const) {
      const [source, target] = from === 'client' ? [client, onward] : [onward, client];
      let passed = 0;
      sockets.add(source);
      source.on('error', () => {});
      source.on('close', () => {
        sockets.delete(source);
        target.destroy();
      });
      source.on('data', (chunk: Buffer) => {
        const cut = left[0];
        const most = cut?.from === from ? cut.after - passed : Number.POSITIVE_INFINITY;
        passed += chunk.length;
        if (chunk.length <= most) {
          if (!target.write(chunk)) {
            source.pause();
            target.once('drain', () => source.resume());
          }
          return;
        }
        left.shift();
        target.write(chunk.subarray(0, Math.max(0, most)), () => {
          pair.client.destroy();
          pair.server.destroy();
        });
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    host: `127.0.0.1:${(server.address() as net.AddressInfo).port}`,
    cuts: left,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
