import { type IncomingMessage, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { CancelledError } from '../process/errors.ts';
import { connectionError, RegistryError } from './errors.ts';

export interface HttpCall {
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Maximum size of a response in bytes; a larger one is refused. */
  readonly most: number;
  /** Streams the body of a response with status 200, whose `body` is then empty. The request rejects with its errors. */
  readonly consume?: ((body: AsyncIterable<Uint8Array>) => Promise<void>) | undefined;
  /** Milliseconds for the whole request; for a streamed body, per chunk. */
  readonly timeout: number;
  readonly signal?: AbortSignal | undefined;
  /** PEM certificates that are trusted in addition to the system's. */
  readonly ca?: readonly string[] | undefined;
  /** Accepts any certificate. */
  readonly unverified?: boolean;
  /** Resolves the host; by default Node's lookup. Not called if a proxy resolves it. */
  readonly lookup?: LookupFunction;
}

export interface HttpAnswer {
  readonly status: number;
  /** Lowercase names; the first value of each name. */
  readonly headers: ReadonlyMap<string, string>;
  /** Empty unless the status is 200, because it is not needed then. */
  readonly body: Buffer;
}

/**
 * One request without redirects and retries. Rejects with `RegistryError` or `CancelledError`.
 * Uses Node's own clients instead of `fetch`: VS Code gives both the proxy and the system's certificates, and these can trust an authority
 * for one host. Uses no custom agent: with `http.proxySupport` set to "on", VS Code does not apply its proxy to requests with one
 * (microsoft/vscode-proxy-agent, `createHttpPatch`); the default agent also reuses connections.
 */
export function sendRequest(call: HttpCall): Promise<HttpAnswer> {
  const { method, url, headers, body, most, consume, timeout, signal, ca, unverified = false, lookup } = call;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(new CancelledError());
      return;
    }
    const options = { method, headers: { 'user-agent': 'multiarch-builds', ...headers }, ...(lookup && { lookup }) };
    const request =
      url.protocol === 'https:'
        ? httpsRequest(url, {
            ...options,
            ...(ca && { ca: [...ca] }),
            ...(unverified && { rejectUnauthorized: false }),
          })
        : httpRequest(url, options);
    /** It has ended, or its response has started. */
    let isAnswered = false;
    const settle = () => {
      isAnswered = true;
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
    };
    const end = (error: Error) => {
      settle();
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
      // the server had closed an idle connection, which could not be known (Node.js, `request.reusedSocket`)
      if (request.reusedSocket && error.code === 'ECONNRESET' && !isAnswered) {
        settle();
        sendRequest(call).then(resolve, reject);
        return;
      }
      end(connectionError(`${error.code ?? ''} ${'reason' in error ? String(error.reason) : ''}`, error.message));
    });
    // 1xx: the only purpose of more than one is to delay
    let remarks = 0;
    request.on('information', () => {
      remarks++;
      if (remarks > mostRemarks) {
        end(new RegistryError('broken', `${url.host} does not come to its answer`));
      }
    });
    request.on('response', (response) => {
      isAnswered = true;
      const { statusCode: status = 0 } = response;
      const reading =
        status !== 200 && method !== 'HEAD'
          ? skipBody(response)
          : consume
            ? consume(pieces(response, most, () => timer.refresh())).then(() => Buffer.alloc(0))
            : readBody(response, most);
      reading.then((read) => {
        settle();
        resolve({ status, headers: headersOf(response), body: read });
      }, end);
    });
    request.end(body);
  });
}

/** The body in chunks; stopping early closes the connection. */
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

/** Maximum number of interim responses (RFC 9110 §15.2), each of which restarts the wait. */
const mostRemarks = 20;

/** Number of bytes to read in order to reuse the connection; a longer body costs more than a new connection. */
const mostSkipped = 64 * 1024;

function skipBody(response: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve) => {
    let size = 0;
    const done = () => {
      resolve(Buffer.alloc(0));
    };
    response.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > mostSkipped) {
        response.destroy();
      }
    });
    response.on('error', done).on('close', done).on('end', done);
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
