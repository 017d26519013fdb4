import assert from 'node:assert/strict';
import { setImmediate as soon } from 'node:timers/promises';
import { l10n } from 'vscode';
import { BuildProgress } from '../../../../../src/domain/buildProgress.ts';
import { planBuild } from '../../../../../src/domain/build/planBuild.ts';
import type { BuildPlan } from '../../../../../src/domain/build/plan.ts';
import type { BuildReport } from '../../../../../src/domain/build/report.ts';
import type { BuildListener } from '../../../../../src/services/builds/follow.ts';
import { createBuildPty } from '../../../../../src/vscode/build/pty/buildPty.ts';
import { readEvents, recordedProgress, recordedRoutes } from '../../../../support/followBuild.ts';

const planned = planBuild({ output: 'cache' }, { directory: '/work', platforms: ['linux/amd64'] });
assert.ok(planned.ok);
const plan = planned.value;
const report: BuildReport = {
  ok: true,
  command: ['docker'],
  verified: false,
  images: [],
  platforms: [],
  missing: [],
  warnings: [{ file: 'Dockerfile', line: 1, message: 'odd' }],
  ms: 1,
};

/** The dependencies of a build, where the n-th call throws. */
function stage(fails: (point: string, count: number) => boolean) {
  let count = 0;
  const seen: string[] = [];
  let failed: string | undefined;
  let signal: AbortSignal | undefined;
  let text = '';
  const point = (name: string) => {
    count += 1;
    seen.push(name);
    if (failed === undefined && fails(name, count)) {
      failed = name;
      throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    }
  };
  let closed = () => {
    // replaced below
  };
  const ended = new Promise<void>((resolve) => {
    closed = resolve;
  });
  const pty = createBuildPty(plan, {
    isAttended: () => false,
    builds: {
      async run(_: BuildPlan, listener: BuildListener, given: AbortSignal) {
        signal = given;
        point('run');
        listener.command(['docker', 'buildx']);
        await soon();
        const progress = new BuildProgress({ routes: recordedRoutes });
        listener.started({ routes: recordedRoutes, progress });
        for (const event of readEvents(recordedProgress('0.29.1', 'progress/fails-in-here-document'))) {
          if (event.kind === 'update') {
            progress.apply(event.update);
          }
          listener.event(event);
        }
        await new Promise((resolve) => setTimeout(resolve, 110));
        point('run ends');
        return report;
      },
    },
    openLogFile: () => {
      point('log opens');
      return {
        path: '/logs/build.log',
        write: () => {
          point('log writes');
        },
        end: () => {
          point('log ends');
        },
      };
    },
    workspaceFolder: '/work',
    finished: () => {
      point('finished');
    },
    failed: () => {
      point('failed');
    },
  });
  pty.onDidWrite((written) => {
    text += written;
    point('write');
  });
  pty.onDidClose?.((code) => {
    seen.push(`close ${String(code)}`);
    closed();
    point('close');
  });
  return { pty, seen, ended, count: () => count, failed: () => failed, signal: () => signal, text: () => text };
}

const timers = () => process.getActiveResourcesInfo().filter((each) => each === 'Timeout').length;

describe('the terminal of a build', () => {
  it('attack: something fails on the way, and the task never ends', async () => {
    const points = new Set<string>();
    await soon();
    const before = timers();
    for (let n = 1; ; n += 1) {
      const { pty, seen, ended, failed, signal, text } = stage((_, count) => count === n);
      pty.open({ columns: 80, rows: 24 });
      await ended;
      await soon();
      const at = failed();
      if (at === undefined) {
        break;
      }
      points.add(at);
      const told = seen.filter((each) => each === 'finished' || each === 'failed');
      assert.equal(told.length, 1, `${at} ${n}: ${told.join()}`);
      assert.equal(seen.filter((each) => each.startsWith('close ')).length, 1, at);
      assert.equal(signal()?.aborted, true, 'whatever may have been left is ended');
      assert.ok(timers() <= before, `${at}: a timer is left`);
      const isOurs = at === 'run' || at === 'run ends';
      assert.equal(told[0], isOurs ? 'failed' : 'finished', at);
      assert.ok(seen.includes(isOurs ? 'close 1' : 'close 0'), 'neither log nor picture fail a build');
      if (at.startsWith('log') && at !== 'log ends') {
        assert.match(text(), /⚠ The log file cannot be written: no space left on device/);
      }
      if (at === 'write') {
        assert.match(text(), /The build continues, but its progress can no longer be shown: no space left on device/);
        assert.match(text(), /✓ Built in/);
      }
      if (isOurs) {
        assert.match(text(), /✗ no space left on device/);
      }
    }
    const all = ['run', 'run ends', 'log opens', 'log writes', 'log ends', 'write', 'finished', 'close'];
    assert.deepEqual([...points].sort(), all.sort());
  }).timeout(60_000);

  it('attack: everything of a kind fails from a point on, and the task never ends', async () => {
    for (const kind of ['write', 'log writes', 'close', 'finished']) {
      const { pty, seen, ended } = stage((point) => point === kind);
      pty.open(undefined);
      await ended;
      assert.equal(seen.filter((each) => each === 'finished' || each === 'failed').length, 1);
    }
  });

  it('attack: drawing fails with an error of ours, and the task never ends', async () => {
    const { t } = l10n;
    try {
      for (const sentence of ['Built in {0}', 'Builder {0}', 'native']) {
        Object.assign(l10n, {
          t: (text: string, ...rest: never[]) => {
            if (text === sentence) {
              throw new RangeError('Invalid array length');
            }
            return (t as (...all: unknown[]) => string)(text, ...rest);
          },
        });
        const { pty, seen, ended } = stage(() => false);
        pty.open({ columns: 80, rows: 24 });
        pty.setDimensions?.({ columns: 60, rows: 20 });
        await ended;
        assert.ok(seen.includes('close 0') && seen.includes('finished'), sentence);
      }
    } finally {
      Object.assign(l10n, { t });
    }
  });

  it('attack: a terminal that is closed before it was opened keeps the task running', async () => {
    const { pty, seen, ended } = stage(() => false);
    pty.close();
    await ended;
    assert.deepEqual(seen, ['failed', 'close 1', 'close']);
    pty.close();
    assert.equal(seen.length, 3);
  });
});
