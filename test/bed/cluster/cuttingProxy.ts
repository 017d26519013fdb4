import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A proxy for an API server that closes connections after a number of bytes of the response. */
export interface CuttingProxy {
  readonly server: string;
  /** The number of connections so far. */
  readonly connections: () => number;
  /** The number of closed connections. */
  readonly cuts: () => number;
  readonly stop: () => Promise<void>;
}

/** @param bytes of the server's data, including certificates; `Infinity` never closes */
export async function startCuttingProxy(port: number, bytes: number): Promise<CuttingProxy> {
  const sockets = new Set<Socket>();
  let connections = 0;
  let cuts = 0;
  const server = createServer((client) => {
    connections++;
    const upstream = connect(port, '127.0.0.1');
    const end = () => {
      client.destroy();
      upstream.destroy();
      sockets.delete(client);
    };
    sockets.add(client);
    client.on('error', end).on('close', end);
    upstream.on('error', end).on('close', end);
    client.pipe(upstream);
    let left = bytes;
    upstream.on('data', (chunk: Buffer) => {
      if (chunk.length < left) {
        left -= chunk.length;
        client.write(chunk);
        return;
      }
      cuts++;
      upstream.pause();
      client.write(chunk.subarray(0, left), end);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    server: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections: () => connections,
    cuts: () => cuts,
    async stop() {
      for (const socket of sockets) {
        socket.destroy();
      }
      server.close();
      await once(server, 'close');
    },
  };
}
