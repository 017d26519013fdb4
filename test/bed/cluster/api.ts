import { Agent, request } from 'node:https';

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Sends requests to an API server as its administrator. */
export interface Api {
  ask(method: string, path: string, body?: unknown): Promise<Answer>;
  /** Sends many requests in parallel; rejects if one of them fails. */
  each<T>(items: readonly T[], ask: (item: T) => Promise<Answer>): Promise<void>;
  close(): void;
}

const atOnce = 32;

export function connectApi(port: number, ca: string, token: string): Api {
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce, ca });
  return {
    ask: (method, path, body) =>
      new Promise((resolve, reject) => {
        const text = body === undefined ? '' : JSON.stringify(body);
        const headers = {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          // Node.js does not tell the length of the body of a DELETE
          'content-length': Buffer.byteLength(text),
        };
        request({ host: '127.0.0.1', port, agent, method, path, headers }, (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() });
          });
        })
          .on('error', reject)
          .end(text);
      }),
    async each(items, ask) {
      const queue = [...items];
      const work = async () => {
        for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
          const { status, body } = await ask(item);
          if (status >= 300) {
            throw new Error(`the API server answers ${status}: ${body.slice(0, 500)}`);
          }
        }
      };
      await Promise.all(Array.from({ length: atOnce }, work));
    },
    close: () => {
      agent.destroy();
    },
  };
}
