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
  /** Bytes of an answer that are read; a longer one is refused. */
  readonly most: number;
  /** Takes the body of an answer with status 200 as it comes, whose `body` is empty then. What it throws is what the request rejects with. */
  readonly consume?: ((body: AsyncIterable<Uint8Array>) => Promise<void>) | undefined;
  /** Milliseconds for the whole of it; of a body that is taken as it comes, for each piece. */
  readonly timeout: number;
  readonly signal?: AbortSignal | undefined;
  /** Certificates in PEM that are trusted beside those of the system. */
  readonly ca?: readonly string[] | undefined;
  /** Takes any certificate. */
  readonly unverified?: boolean;
  /** Finds the addresses of the host; Node's own by default. Not asked where a proxy does it. */
  readonly lookup?: LookupFunction;
}

export interface HttpAnswer {
  readonly status: number;
  /** Lower-case names; of several with one name the first. */
  readonly headers: ReadonlyMap<string, string>;
  /** Empty where the status is not 200: nobody needs what it says then. */
  readonly body: Buffer;
}

/**
 * One request, without redirects and without a second try. Rejects with `RegistryError` or `CancelledError`.
 *
 * Node's own clients rather than `fetch`: VS Code gives both the proxy and the certificates of the system, and these can be
 * given an authority for one host. No agent of our own: with `http.proxySupport` on "on", VS Code leaves requests that have
 * one without its proxy (microsoft/vscode-proxy-agent, `createHttpPatch`); the usual one keeps connections too.
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
    /** It is over, or its answer has begun. */
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
      // the server had given up an idle connection, which nobody could know (Node.js, `request.reusedSocket`)
      if (request.reusedSocket && error.code === 'ECONNRESET' && !isAnswered) {
        settle();
        sendRequest(call).then(resolve, reject);
        return;
      }
      end(connectionError(`${error.code ?? ''} ${'reason' in error ? String(error.reason) : ''}`, error.message));
    });
    // 1xx: nobody has more to say before an answer than that it is coming
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

/** Answers before the answer (RFC 9110 §15.2), each of which costs time while the next one comes. */
const mostRemarks = 20;

/** What is read to keep the connection, in bytes; a longer body costs more than a new one. */
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
