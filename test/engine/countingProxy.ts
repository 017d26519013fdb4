import { once } from 'node:events';
import { createServer, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A proxy for a plain HTTP registry on this machine that records the requests: `HEAD /v2/…`.
 *
 * @param refuses the number of the request that it refuses for a second, like a registry with too many requests
 */
export async function startCountingProxy(registry: string, refuses?: number) {
  const asked: string[] = [];
  const [host = '', port = ''] = registry.split(':');
  const server = createServer((request, response) => {
    const { method = '', url = '', headers } = request;
    asked.push(`${method} ${url}`);
    if (asked.length === refuses) {
      response.writeHead(429, { 'retry-after': '1' }).end();
      return;
    }
    const forwarded = send({ host, port, method, path: url, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    forwarded.on('error', () => response.destroy());
    request.pipe(forwarded);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    stop: async () => {
      if (server.listening) {
        server.closeAllConnections();
        server.close();
        await once(server, 'close');
      }
    },
  };
}
