import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { bringWorld } from '../bed/world.ts';
import { BuildTerminal } from '../../src/vscode/build/terminal/buildTerminal.ts';
import { composeServices, useEnvironment, workspaceWith } from '../engine/support.ts';
import { median } from './median.ts';

const rounds = 10;

/**
 * Builds and pushes the same two platforms without a cache: with the service and terminal of the task, including verification, and manually
 * with `docker buildx build`. Alternates, so that both run under the same conditions; medians in seconds.
 */
export async function measureBuildOverhead(): Promise<{ ratio: number; ours: number; byHand: number }> {
  const { engine, registry, base, stop } = await bringWorld();
  const undo = useEnvironment(engine.env);
  const work = 'i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done; echo done';
  const workspace = await workspaceWith({
    Dockerfile: `FROM ${base}\nRUN ${work}\nRUN uname -m > /machine && ${work}\n`,
  });
  // a window creates them once for all of its builds
  const services = composeServices({ workerFile: path.resolve('dist/worker.cjs') });
  const platforms = ['linux/amd64', 'linux/arm64'];
  const tag = `${registry.host}/bench:1`;
  try {
    const ours: number[] = [];
    const byHand: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      byHand.push(
        await seconds(() => {
          const args = [
            'buildx',
            'build',
            '--platform',
            platforms.join(','),
            '--tag',
            tag,
            '--push',
            '--no-cache',
            '.',
          ];
          execFileSync('docker', args, { cwd: workspace.folder, stdio: 'ignore' });
        }),
      );
      ours.push(
        await seconds(() => buildInTerminal({ platforms, tags: [tag], output: 'push', extraArgs: ['--no-cache'] })),
      );
    }
    return { ratio: median(ours) / median(byHand), ours: median(ours), byHand: median(byHand) };
  } finally {
    services.registry.dispose();
    await workspace.remove();
    undo();
    await stop();
  }

  async function buildInTerminal(request: Parameters<typeof workspace.build>[1]): Promise<void> {
    const terminal = new BuildTerminal({
      write: () => undefined,
      columns: 120,
      schedule: (flush) => {
        const timer = setTimeout(flush, 100);
        return {
          cancel: () => {
            clearTimeout(timer);
          },
        };
      },
      now: () => performance.now(),
    });
    const report = await workspace.build(services, request, {
      command: (argv) => {
        terminal.command(argv.join(' '));
      },
      started: (info) => {
        terminal.started(info);
      },
      event: (event) => {
        terminal.event(event);
      },
    });
    terminal.finish(report, []);
    if (!report.ok || !report.verified) {
      throw new Error(`the build of the benchmark failed: ${JSON.stringify(report.failure)}`);
    }
  }
}

async function seconds(work: () => void | Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}
