import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { accepts, freePort } from '../engine/ports.ts';
import { startDaemon } from '../engine/processes.ts';
import { makeRunFolder } from '../engine/runFolder.ts';

export interface Etcd {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Starts a database for API servers, which is discarded at its end. */
export async function startEtcd(program: string): Promise<Etcd> {
  const folder = await makeRunFolder('cluster');
  const log = join(folder.path, 'etcd.log');
  try {
    // another process may take a free port before etcd does
    for (let attempt = 0; attempt < 5; attempt++) {
      const [port, peerPort] = [await freePort('127.0.0.1'), await freePort('127.0.0.1')];
      const [url, peer] = [`http://127.0.0.1:${port}`, `http://127.0.0.1:${peerPort}`];
      const daemon = await startDaemon(
        program,
        [
          ...['--data-dir', join(folder.path, 'data'), '--unsafe-no-fsync', '--log-level', 'warn'],
          ...['--listen-client-urls', url, '--advertise-client-urls', url],
          ...[
            '--listen-peer-urls',
            peer,
            '--initial-advertise-peer-urls',
            peer,
            '--initial-cluster',
            `default=${peer}`,
          ],
        ],
        log,
      );
      for (let waited = 0; waited < 400 && !daemon.ended(); waited++) {
        if (await accepts('127.0.0.1', port)) {
          return {
            url,
            async stop() {
              // its saved data is not needed
              await daemon.stop(500);
              await folder.remove();
            },
          };
        }
        await sleep(25);
      }
      await daemon.stop();
    }
    throw new Error(`etcd does not start: ${(await readFile(log, 'utf8')).trim().split('\n').at(-1) ?? ''}`);
  } catch (error) {
    await folder.remove();
    throw error;
  }
}
