import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';

/** A free port of the address; another process may take it first. */
export async function freePort(address: string): Promise<number> {
  const server = createServer().listen(0, address);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Whether anything listens there. */
export function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port })
      .on('connect', () => {
        socket.destroy();
        resolve(true);
      })
      .on('error', () => {
        resolve(false);
      });
  });
}
