import { type Agent as HttpAgent, type IncomingMessage, request as httpRequest } from 'node:http';
import { type Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { CancelledError } from '../process/errors.ts';
import { connectionError, RegistryError } from './errors.ts';

export interface HttpCall {
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Bytes of an answer that are read; a longer one is refused. */
  readonly most: number;
  /** Takes the body of an answer with status 200 as it comes, whose `body` is empty then. What it throws is what the request rejects with. */
  readonly consume?: ((body: AsyncIterable<Uint8Array>) => Promise<void>) | undefined;
  /** Milliseconds for the whole of it; of a body that is taken as it comes, for each piece. */
  readonly timeout: number;
  readonly signal?: AbortSignal | undefined;
  /** Certificates in PEM that are trusted beside those of the system. */
  readonly ca?: readonly string[] | undefined;
  readonly agents: { readonly http: HttpAgent; readonly https: HttpsAgent };
}

export interface HttpAnswer {
  readonly status: number;
  /** Lower-case names; of several with one name the first. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
}

/**
 * One request, without redirects and without a second try. Rejects with `RegistryError` or `CancelledError`.
 *
 * Node's own clients rather than `fetch`: VS Code gives both the proxy and the certificates of the system, and these can be
 * given an authority for one host.
 */
export function sendRequest(call: HttpCall): Promise<HttpAnswer> {
  const { method, url, headers, body, most, consume, timeout, signal, ca, agents } = call;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(new CancelledError());
      return;
    }
    const secure = url.protocol === 'https:';
    const options = { method, headers: { 'user-agent': 'multiarch-builds', ...headers } };
    const request = secure
      ? httpsRequest(url, { ...options, agent: agents.https, ...(ca && { ca: [...ca] }) })
      : httpRequest(url, { ...options, agent: agents.http });
    const end = (error: Error) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
      reject(error);
      request.destroy();
    };
    const cancel = () => {
      end(new CancelledError());
    };
    const timer = setTimeout(() => {
      end(new RegistryError('timeout', `${url.host} did not answer in ${timeout / 1000} seconds`));
    }, timeout);
    signal?.addEventListener('abort', cancel, { once: true });
    request.on('error', (error: NodeJS.ErrnoException) => {
      // the server had given up an idle connection, which nobody could know (Node.js, `request.reusedSocket`)
      if (request.reusedSocket && error.code === 'ECONNRESET' && !signal?.aborted) {
        clearTimeout(timer);
        signal?.removeEventListener('abort', cancel);
        sendRequest(call).then(resolve, reject);
        return;
      }
      end(connectionError(`${error.code ?? ''} ${'reason' in error ? String(error.reason) : ''}`, error.message));
    });
    request.on('response', (response) => {
      const reading =
        consume && response.statusCode === 200
          ? consume(pieces(response, most, () => timer.refresh())).then(() => Buffer.alloc(0))
          : readBody(response, method === 'HEAD' ? Infinity : most);
      reading.then((read) => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', cancel);
        resolve({ status: response.statusCode ?? 0, headers: headersOf(response), body: read });
      }, end);
    });
    request.end(body);
  });
}

/** The body in pieces; one that is not read to its end closes the connection. */
async function* pieces(response: IncomingMessage, most: number, onPiece: () => void): AsyncGenerator<Uint8Array> {
  let size = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      onPiece();
      size += chunk.length;
      if (size > most) {
        break;
      }
      yield chunk;
    }
  } catch (error) {
    throw new RegistryError('broken', error instanceof Error ? error.message : String(error));
  }
  if (size > most) {
    throw new RegistryError('broken', `the answer is larger than ${most} bytes`);
  }
}

function readBody(response: IncomingMessage, most: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    response.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > most) {
        reject(new RegistryError('broken', `the answer is larger than ${most} bytes`));
        return;
      }
      chunks.push(chunk);
    });
    response.on('error', (error) => {
      reject(new RegistryError('broken', error.message));
    });
    response.on('close', () => {
      reject(new RegistryError('broken', 'the answer ended too early'));
    });
    response.on('end', () => {
      resolve(Buffer.concat(chunks));
    });
  });
}

function headersOf({ headers }: IncomingMessage): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(headers).flatMap(([name, value]) => {
      const first = Array.isArray(value) ? value[0] : value;
      return first === undefined ? [] : [[name, first] as const];
    }),
  );
}
