import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

/** Accepts connections and never responds. */
export interface SilentServer {
  readonly server: string;
  /** The number of connections so far. */
  readonly connections: () => number;
  /** The number of open connections. */
  readonly open: () => number;
  readonly stop: () => Promise<void>;
}

export async function startSilentServer(): Promise<SilentServer> {
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((socket) => {
    connections++;
    sockets.add(socket);
    // a socket that is not read does not notice that the other side has closed
    socket.resume();
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    server: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections: () => connections,
    open: () => sockets.size,
    async stop() {
      for (const socket of sockets) {
        socket.destroy();
      }
      server.close();
      await once(server, 'close');
    },
  };
}
