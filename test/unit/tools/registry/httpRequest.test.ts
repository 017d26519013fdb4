import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRegistryError } from '../../../../src/tools/registry/errors.ts';
import { sendRequest, type HttpCall } from '../../../../src/tools/registry/httpRequest.ts';
import { startHostileServer, type HostileServer } from '../../services/registry/hostileServer.ts';

describe('a request over a connection that was kept', () => {
  let server: HostileServer;
  before(async () => {
    server = await startHostileServer();
  });
  after(() => server.stop());

  const send = (more: Partial<HttpCall> = {}) =>
    sendRequest({
      method: 'GET',
      url: new URL(`http://${server.host}/`),
      headers: {},
      most: 1000,
      timeout: 5000,
      ...more,
    });

  /** Leaves a connection that the next request reuses. */
  async function keepOne(): Promise<void> {
    server.answer = (_, response) => response.end('kept');
    await send();
    await sleep(20);
    server.asked.length = 0;
  }

  it('is made again where the server had given that up', async () => {
    await keepOne();
    server.answer = ({ socket }, response) => {
      if (server.asked.length === 1) {
        socket.resetAndDestroy();
      } else {
        response.end('again');
      }
    };
    assert.equal((await send()).body.toString(), 'again');
    assert.equal(server.asked.length, 2);
  });

  it('is not made again once its time is over', async () => {
    await keepOne();
    server.answer = () => undefined;
    await assert.rejects(send({ timeout: 100 }), (error) => isRegistryError(error) && error.kind === 'timeout');
    await sleep(200);
    assert.equal(server.asked.length, 1);
  });

  it('is not made again once an answer has begun', async () => {
    await keepOne();
    server.answer = ({ socket }, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('half of it');
      setTimeout(() => socket.resetAndDestroy(), 50);
    };
    let taken = 0;
    const consume = async (body: AsyncIterable<Uint8Array>) => {
      taken += 1;
      for await (const piece of body) {
        assert.ok(piece.length > 0);
      }
    };
    await assert.rejects(send({ consume }), isRegistryError);
    await sleep(200);
    assert.deepEqual([server.asked.length, taken], [1, 1]);
  });
});
