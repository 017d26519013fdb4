import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Agent, type ClientRequest, get } from 'node:http';
import { requestsAtOnce } from '../../src/services/registry/http/requests.ts';

/** A request as it was sent. */
export interface SentRequest {
  readonly host: string;
  readonly path: string;
  readonly accept: string;
}

/** Collects all HTTP requests of this process until `stop`. */
export function listenToRequests(): { readonly requests: readonly SentRequest[]; readonly stop: () => void } {
  const requests: SentRequest[] = [];
  const channel = 'http.client.request.start';
  const onStart = (message: unknown) => {
    const { request } = message as { readonly request: ClientRequest };
    const headers = [request.getHeader('host'), request.getHeader('accept')];
    const [host = '', accept = '*/*'] = headers.map((header) => header?.toString());
    requests.push({ host, path: request.path, accept });
  };
  subscribe(channel, onStart);
  return {
    requests,
    stop: () => {
      unsubscribe(channel, onStart);
    },
  };
}

/** Sends them again over as many kept connections as the extension uses, and reads the answers; the least that they can take. */
export async function repeatRequests(requests: readonly SentRequest[]): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: requestsAtOnce });
  await Promise.all(
    requests.map(
      ({ host, path, accept }) =>
        new Promise<void>((resolve, reject) => {
          get(`http://${host}${path}`, { agent, headers: { accept } }, (response) => {
            const chunks: Buffer[] = [];
            response
              .on('data', (chunk: Buffer) => chunks.push(chunk))
              .on('end', () => {
                JSON.parse(Buffer.concat(chunks).toString() || '{}');
                resolve();
              })
              .on('error', reject);
          }).on('error', reject);
        }),
    ),
  );
  agent.destroy();
}
