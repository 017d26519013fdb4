import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

/** Accepts connections and never says a word. */
export interface SilentServer {
  readonly server: string;
  /** How many connections there were so far. */
  readonly connections: () => number;
  /** How many of them are open. */
  readonly open: () => number;
  readonly stop: () => Promise<void>;
}

export async function startSilentServer(): Promise<SilentServer> {
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((socket) => {
    connections++;
    sockets.add(socket);
    // who does not read does not hear that the other side has gone
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
