import { once } from 'node:events';
import { createServer, request as send, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A manifest on its way to the registry. */
export interface ManifestPut {
  /** A tag, or a digest. */
  readonly reference: string;
  readonly type: string;
  readonly body: Buffer;
}

interface Hooks {
  /** Whether the registry should refuse it; the registry receives it when this resolves. */
  readonly manifest?: (put: ManifestPut) => Promise<'refuse' | undefined>;
  /** A layer or configuration is being sent; it continues when this resolves. @param bytes 0: unknown */
  readonly upload?: (bytes: number) => Promise<void>;
}

/** A proxy for a plain HTTP registry on this machine, with which a test controls pushes. */
export async function startPushProxy(registry: string, hooks: Hooks = {}) {
  const [host = '', port = ''] = registry.split(':');
  let current = hooks;
  const server = createServer((request, response) => {
    const { method = '', url = '', headers } = request;
    const forward = (body?: Buffer) => {
      const forwarded = send({ host, port, method, path: url, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      });
      forwarded.on('error', () => response.destroy());
      if (body) {
        forwarded.end(body);
      } else {
        request.pipe(forwarded);
      }
    };
    const manifest = /\/manifests\/([^/]+)$/.exec(url);
    const work = async (): Promise<void> => {
      if (method === 'PUT' && manifest && current.manifest) {
        const body = await bodyOf(request);
        const put = { reference: manifest[1] ?? '', type: headers['content-type'] ?? '', body };
        if ((await current.manifest(put)) === 'refuse') {
          const errors = [{ code: 'DENIED', message: 'refused by the test' }];
          response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify({ errors }));
          return;
        }
        forward(body);
        return;
      }
      if ((method === 'PUT' || method === 'PATCH') && url.includes('/blobs/uploads/')) {
        await current.upload?.(Number(headers['content-length'] ?? 0));
      }
      forward();
    };
    work().catch(() => response.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** From now on. */
    use: (next: Hooks) => {
      current = next;
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) {
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts);
}

/** Puts a manifest into a registry, bypassing the proxy. */
export async function putManifest(
  registry: string,
  repository: string,
  reference: string,
  { body, type }: Pick<ManifestPut, 'body' | 'type'>,
): Promise<void> {
  const url = `http://${registry}/v2/${repository}/manifests/${reference}`;
  const answer = await fetch(url, { method: 'PUT', headers: { 'content-type': type }, body: new Uint8Array(body) });
  if (!answer.ok) {
    throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
  }
}
