import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { programsFromGo } from './buildkitImage.ts';
import { unpackTools } from './packages.ts';
import { accepts, freePort } from './ports.ts';
import { run, startDaemon } from './processes.ts';
import { makeRunFolder } from './runFolder.ts';

/** A separate BuildKit on this machine, for a builder with the driver `remote`. */
export interface BuildkitNode {
  /** `tcp://127.0.0.1:…` */
  readonly address: string;
  readonly pid: number;
  /** Ends it and deletes its data. */
  readonly stop: () => Promise<void>;
}

/** The build requests of a BuildKit. */
export interface NodeBuild {
  readonly reference: string;
  readonly platforms: readonly string[];
}

/**
 * Starts a BuildKit that reports these platforms, the first as its own, followed by those that this machine runs. Throws `BedUnavailable`
 * if BuildKit can be neither built nor run.
 */
export async function startBuildkitNode(platforms: readonly string[] = []): Promise<BuildkitNode> {
  const [programs, tools] = await Promise.all([programsFromGo(), unpackTools()]);
  const folder = await makeRunFolder('node');
  const log = join(folder.path, 'buildkitd.log');
  const address = '127.0.0.1';
  try {
    // another process may take a free port before BuildKit does
    for (let attempt = 0; attempt < 5; attempt++) {
      const port = await freePort(address);
      const daemon = await startDaemon(
        join(programs, 'buildkitd'),
        [
          ...['--addr', `tcp://${address}:${port}`, '--root', join(folder.path, 'root')],
          // the default is one path for the whole machine
          ...['--otel-socket-path', join(folder.path, 'otel.sock')],
          ...['--containerd-worker=false', '--oci-worker-snapshotter=native', '--oci-worker-net=host'],
          ...platforms.map((platform) => `--oci-worker-platform=${platform}`),
        ],
        log,
        { PATH: `${join(tools, 'usr/sbin')}:${process.env.PATH ?? ''}` },
      );
      for (let waited = 0; waited < 400 && !daemon.ended(); waited++) {
        if (await accepts(address, port)) {
          return {
            address: `tcp://${address}:${port}`,
            pid: daemon.pid,
            async stop() {
              await daemon.stop();
              await folder.remove();
            },
          };
        }
        await sleep(25);
      }
      await daemon.stop();
    }
    throw new Error(`buildkitd does not start: ${(await readFile(log, 'utf8')).trim().split('\n').at(-1) ?? ''}`);
  } catch (error) {
    await folder.remove();
    throw error;
  }
}

/**
 * The build requests to the BuildKit at this address so far, from its own log, for any version of buildx.
 * @param address also `docker-container://NAME`
 */
export async function buildsOf(
  address: string,
  env: Readonly<Record<string, string>> = {},
): Promise<readonly NodeBuild[]> {
  const buildctl = join(await programsFromGo(), 'buildctl');
  const answer = await run(buildctl, ['--addr', address, 'debug', 'histories', '--format', '{{json .}}'], { env });
  return answer
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => {
      const { record } = JSON.parse(line) as {
        readonly record?: { readonly Ref: string; readonly FrontendAttrs?: { readonly platform?: string } };
      };
      const platforms = record?.FrontendAttrs?.platform;
      return record === undefined || platforms === undefined
        ? []
        : [{ reference: record.Ref, platforms: platforms.split(',') }];
    });
}
