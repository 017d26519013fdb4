import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { createRegistryReader, type RegistryReader } from '../../../../src/services/registry/registryReader.ts';
import { isCancelled } from '../../../../src/tools/process/errors.ts';
import { isRegistryError } from '../../../../src/tools/registry/errors.ts';
import { fixedCredentials } from '../../../support/fixedCredentials.ts';
import { startHostileServer, type HostileServer } from './hostileServer.ts';

const digest = `sha256:${'a'.repeat(64)}`;

describe('blobs that are read as they come', () => {
  let server: HostileServer;
  let elsewhere: HostileServer;
  let reader: RegistryReader;
  before(async () => {
    server = await startHostileServer();
    elsewhere = await startHostileServer();
    reader = createRegistryReader({
      credentials: fixedCredentials({ user: 'me', password: 'secret' }),
      authorities: () => Promise.resolve(undefined),
      isInsecure: () => Promise.resolve(false),
      now: () => 0,
      timeout: 400,
    });
  });
  after(async () => {
    reader.dispose();
    await server.stop();
    await elsewhere.stop();
  });
  const read = async (most: number, signal?: AbortSignal, onPiece: () => void = () => undefined) => {
    const pieces: Uint8Array[] = [];
    const consume = async (body: AsyncIterable<Uint8Array>) => {
      for await (const piece of body) {
        pieces.push(piece);
        onPiece();
      }
    };
    await reader.stream({ domain: server.host, path: 'app' }, digest, most, consume, signal);
    return Buffer.concat(pieces);
  };

  it('come whole, from elsewhere too, which is not told how we log in', async () => {
    const bytes = randomBytes(500_000);
    server.answer = ({ headers }, response) => {
      if (headers.authorization === undefined) {
        response.writeHead(401, { 'www-authenticate': 'Basic realm="it"' }).end('who are you?');
      } else {
        response.writeHead(307, { location: `http://${elsewhere.host}/blob` }).end('over there');
      }
    };
    elsewhere.answer = (_, response) => response.end(bytes);
    assert.ok((await read(bytes.length)).equals(bytes));
    assert.deepEqual(
      elsewhere.asked.map(({ authorization }) => authorization),
      [undefined],
    );
  });

  it('may take as long as they like while they come, and no longer', async () => {
    server.answer = (_, response) => {
      let left = 6;
      const more = () => {
        response.write('x');
        if (--left > 0) {
          setTimeout(more, 150);
        } else {
          response.end();
        }
      };
      more();
    };
    assert.equal((await read(100)).length, 6);
    server.answer = (_, response) => response.write('x');
    await assert.rejects(read(100), (error) => isRegistryError(error) && error.kind === 'timeout');
  });

  it('are refused where they are larger than was said, cut short, or not there', async () => {
    server.answer = (_, response) => response.end('0123456789');
    await assert.rejects(read(9), (error) => isRegistryError(error) && error.kind === 'broken');
    server.answer = (_, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('x');
      setImmediate(() => response.destroy());
    };
    await assert.rejects(read(100), (error) => isRegistryError(error) && error.kind === 'broken');
    server.answer = (_, response) => response.writeHead(404).end('{"errors":[]}');
    await assert.rejects(read(100), (error) => isRegistryError(error) && error.status === 404);
  });

  it('end at once after a cancellation, or if the consumer fails', async () => {
    const closed: Promise<void>[] = [];
    server.answer = (_, response) => {
      closed.push(new Promise((resolve) => response.on('close', resolve)));
      response.write('x');
    };
    const abort = new AbortController();
    await assert.rejects(
      read(100, abort.signal, () => {
        abort.abort();
      }),
      isCancelled,
    );
    const failure = new Error('enough');
    await assert.rejects(
      read(100, undefined, () => {
        throw failure;
      }),
      failure,
    );
    await Promise.all(closed);
    assert.equal(closed.length, 2);
  });
});
