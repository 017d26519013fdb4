import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
}

/** A server on this machine with scripted responses, which records its requests. */
export interface HostileServer {
  /** `127.0.0.1:…` */
  readonly host: string;
  readonly asked: Asked[];
  answer: (request: IncomingMessage, response: ServerResponse) => void;
  readonly stop: () => Promise<void>;
}

export async function startHostileServer(): Promise<HostileServer> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const { method = '', url = '', headers } = request;
    asked.push({ method, path: url, authorization: headers.authorization });
    response.on('error', () => undefined);
    hostile.answer(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const hostile: HostileServer = {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    answer: (_, response) => response.writeHead(404).end(),
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return hostile;
}
