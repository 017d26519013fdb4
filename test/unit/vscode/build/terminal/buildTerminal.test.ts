import assert from 'node:assert/strict';
import { BuildProgress } from '../../../../../src/domain/buildProgress.ts';
import type { BuildReport } from '../../../../../src/domain/build/report.ts';
import type { Builder } from '../../../../../src/domain/builder/builder.ts';
import type { Route } from '../../../../../src/domain/builder/route.ts';
import type { ProgressEvent } from '../../../../../src/tools/buildx/progress.ts';
import { BuildTerminal } from '../../../../../src/vscode/build/terminal/buildTerminal.ts';
import { problemMark } from '../../../../../src/vscode/build/terminal/problemLine.ts';
import { buildxVersions, readEvents, recordedProgress, recordedRoutes } from '../../../../support/followBuild.ts';
import { farm } from '../../../builders.ts';
import { Screen } from '../../../../support/screen.ts';

const builder: Builder = { name: 'default', driver: 'docker', nodes: [] };
const digest = (letter: string) => `sha256:${letter.repeat(64)}`;

const report: BuildReport = {
  ok: true,
  command: ['docker', 'buildx', 'build'],
  verified: true,
  images: [],
  platforms: [
    { platform: 'linux/amd64', digest: digest('a'), size: 2_345_678, how: 'native', ms: 12_345, emulatedMs: 0 },
    { platform: 'linux/arm64', digest: digest('b'), size: 999, how: 'emulated', ms: 95_000, emulatedMs: 61_000 },
  ],
  missing: [],
  warnings: [],
  ms: 100_000,
};

interface StageOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly routes?: readonly Route[];
}

/** A terminal with a build, and functions that advance it. */
function stage({ columns = 80, rows = 24, routes = recordedRoutes }: StageOptions = {}) {
  const screen = new Screen(columns, rows);
  const progress = new BuildProgress({ routes });
  let waiting: (() => void) | undefined;
  let clock = 0;
  let writes: string[] = [];
  let log = '';
  let written: Promise<void> = Promise.resolve();
  const terminal = new BuildTerminal({
    write: (text) => {
      writes.push(text);
      written = screen.write(text);
    },
    columns,
    rows,
    schedule: (flush) => {
      assert.equal(waiting, undefined, 'only one picture is waited for at a time');
      waiting = flush;
      return {
        cancel: () => {
          waiting = undefined;
        },
      };
    },
    saveLog: {
      write: (text) => {
        log += text;
      },
      path: '/logs/build.log',
    },
    now: () => clock,
  });
  return {
    screen,
    terminal,
    start: () => {
      terminal.started({ builder, routes, progress });
    },
    feed: (events: readonly ProgressEvent[]) => {
      for (const event of events) {
        if (event.kind === 'update') {
          progress.apply(event.update);
        }
        terminal.event(event);
      }
    },
    /** Advances the time and redraws; returns the output. */
    tick: async (ms = 100) => {
      clock += ms;
      writes = [];
      const flush = waiting;
      waiting = undefined;
      flush?.();
      await written;
      return writes.join('');
    },
    shown: async () => {
      await written;
      return screen.lines();
    },
    log: () => log,
  };
}

/** The recorded build until the step is running. */
function until(step: string, name: string): readonly ProgressEvent[] {
  const events = readEvents(recordedProgress('0.29.1', name));
  const at = events.findIndex(
    (event) =>
      event.kind === 'update' &&
      event.update.vertexes.some((each) => each.name.startsWith(step) && each.started !== undefined),
  );
  assert.ok(at > 0);
  return events.slice(0, at + 1);
}

/** The lines at the bottom. */
const isLane = (line: string) => /^[·▸✓] linux/.test(line);

describe('BuildTerminal', () => {
  it('shows the command as it is to be copied, and who builds what', async () => {
    const { terminal, start, shown } = stage();
    terminal.command("docker buildx build --tag 'a b' --build-arg 'x=\x1b]0;t\x07'");
    start();
    const prompt = process.platform === 'win32' ? '>' : '$';
    assert.deepEqual((await shown()).slice(0, 2), [
      `${prompt} docker buildx build --tag 'a b' --build-arg 'x='`,
      'Builder default (docker) · linux/amd64 native · linux/arm64 emulated',
    ]);
  });

  it('names the nodes where there are several, and what speaks against them', async () => {
    const several = farm('linux/amd64 linux/arm64', 'linux/arm64', 'inactive');
    const routes: readonly Route[] = [
      { platform: 'linux/amd64', node: 'farm0', how: 'native' },
      { platform: 'linux/arm64', node: 'farm0', how: 'emulated' },
      { platform: 'linux/s390x', how: 'unknown' },
    ];
    const { terminal, shown } = stage({ columns: 120, routes });
    terminal.started({ builder: several, routes, progress: new BuildProgress({ routes }) });
    assert.deepEqual((await shown()).slice(0, 3), [
      'Builder farm (remote) · linux/amd64 native on farm0 · linux/arm64 emulated on farm0 · linux/s390x unknown',
      '⚠ linux/arm64 is emulated on farm0 although farm1 runs it natively, because platforms are not pinned',
      '⚠ The build needs node farm2, which is not responding',
    ]);
  });

  for (const version of buildxVersions) {
    it(`shows a whole build of buildx ${version}`, async () => {
      const { terminal, start, feed, tick, shown, log } = stage();
      start();
      for (const event of readEvents(recordedProgress(version, 'build/two-platforms-push'))) {
        feed([event]);
        await tick();
      }
      terminal.finish(report, ['Pushed.']);
      const lines = await shown();
      const has = (line: RegExp) => {
        assert.ok(
          lines.some((each) => line.test(each)),
          `${String(line)}\n${lines.join('\n')}`,
        );
      };
      has(/^arm64 build 1\/2 +▸ RUN printf '\\033\[32mbuilding/);
      has(/^arm64 build 1\/2 +│ building for arm64 on x86_64$/);
      has(/^arm64 stage-1 2\/3 +▸ RUN echo "to stderr" .* \(emulated\)$/);
      has(/^arm64 stage-1 2\/3 +│ aarch64$/);
      has(/^arm64 stage-1 2\/3 +✓ [\d.]+s$/);
      has(/^ +✓ exporting to image [\d.]+s$/);
      assert.deepEqual(lines.slice(-6), [
        '✓ Built in 1m 40s',
        'Platform     How       Digest                 Size    Time  Emulated',
        'linux/amd64  native    sha256:aaaaaaaaaaaa  2.3 MB     12s         –',
        'linux/arm64  emulated  sha256:bbbbbbbbbbbb   999 B  1m 35s    1m 01s',
        '',
        'Pushed.',
      ]);
      assert.ok(!lines.some((line) => line.includes('░')), 'the lanes are gone');
      // the log file contains the screen's text without colors
      assert.deepEqual(log().trimEnd().split('\n'), lines);
    });
  }

  it('draws a lane for each platform at the bottom, over the former picture', async () => {
    const { start, feed, tick, shown } = stage();
    start();
    await tick();
    assert.deepEqual((await shown()).slice(-3), [
      '',
      '· linux/amd64  native    ░░░░░░░░░░  waiting',
      '· linux/arm64  emulated  ░░░░░░░░░░  waiting',
    ]);
    feed(until('[linux/arm64 stage-1 2/3]', 'build/two-platforms-push'));
    await tick();
    await tick(2000);
    const lanes = (await shown()).filter(isLane);
    assert.equal(lanes.length, 2);
    assert.match(lanes[0] ?? '', /^· linux\/amd64 {2}native {4}███░░░░░░░ {2}1\/3 {2}2\.0s$/);
    assert.equal(lanes[1], '▸ linux/arm64  emulated  ██████░░░░  2/3  2.0s  RUN echo "to stderr" >&2; unam…');
  });

  it('tells of the end of a step once, however often it starts again', async () => {
    const { terminal, start, feed, shown } = stage();
    start();
    feed(readEvents(recordedProgress('0.29.1', 'progress/linked-copy')));
    terminal.finish(report, []);
    const lines = await shown();
    // the linked copy is two vertices with the same name: the copy and the link
    const ends = (step: string) =>
      lines.filter((line) => line.startsWith(`arm64 ${step}`) && line.includes('✓')).length;
    assert.deepEqual(['a 1/2', 'stage-1 1/3', 'stage-1 2/3'].map(ends), [1, 2, 1]);
  });

  it('writes nothing when nothing has changed', async () => {
    const { start, tick } = stage();
    start();
    await tick();
    assert.equal(await tick(), '');
  });

  it('keeps the colours of the output in its line, and obeys nothing else in it', async () => {
    for (const version of buildxVersions) {
      const { screen, terminal, start, feed, tick, shown } = stage({
        routes: [{ platform: 'linux/amd64', how: 'native' }],
      });
      terminal.command('docker buildx build .');
      start();
      feed(readEvents(recordedProgress(version, 'progress/terminal-escapes')));
      await tick();
      const lines = await shown();
      assert.match(lines[0] ?? '', /docker buildx build \.$/, 'the screen was not cleared');
      const output = lines.filter((line) => line.startsWith('1/2 │'));
      assert.deepEqual(output, ['1/2 │ 100%', '1/2 │ abred', '1/2 │ still red plain', '1/2 │ é 31mend', '1/2 │ c']);
      assert.equal(screen.colourAt('1/2 │ abred', 'red'), 1);
      assert.equal(screen.colourAt('1/2 │ still red plain', 'still'), 1);
      assert.equal(screen.colourAt('1/2 │ still red plain', 'plain'), -1);
    }
  });

  it('leaves no trace of the old picture when the terminal becomes narrower, and wraps no lane', async () => {
    const sizes = [
      [100, 43, 24],
      [60, 25, 20],
      [80, 79, 40],
      [50, 120, 10],
      [30, 20, 24],
      [120, 40, 8],
    ] as const;
    for (const [from, to, rows] of sizes) {
      const { screen, terminal, start, feed, tick, shown } = stage({ columns: from });
      start();
      feed(until('[linux/arm64 stage-1 2/3]', 'build/two-platforms-push'));
      await tick();
      const before = await shown();
      assert.equal(before.filter(isLane).length, 2);
      screen.resize(to, rows);
      terminal.resize(to, rows);
      const after = await shown();
      assert.deepEqual(
        after.filter((line) => !isLane(line)),
        before.filter((line) => !isLane(line)),
        `${from} to ${to}`,
      );
      const lanes = after.filter(isLane);
      assert.equal(lanes.length, 2);
      assert.ok(
        lanes.every((line) => line.length < to),
        lanes.join('\n'),
      );
    }
  });

  it('shows as many lanes as there is room for', async () => {
    const routes = Array.from({ length: 12 }, (_, i) => ({ platform: `linux/arch${i}`, how: 'unknown' as const }));
    const { start, tick, shown } = stage({ rows: 10, routes });
    start();
    await tick();
    const lines = await shown();
    assert.match(lines.at(-2) ?? '', /linux\/arch4/);
    assert.equal(lines.at(-1), '… 7 more platforms');
  });

  it('leaves out the middle of what comes too fast, but not in the log file', async () => {
    const { terminal, start, feed, tick, shown, log } = stage();
    start();
    await tick();
    const many = Array.from({ length: 12_345 }, (_, i): ProgressEvent => ({ kind: 'text', line: `line ${i}` }));
    feed(many);
    const written = await tick();
    assert.ok(written.length < 210_000);
    const lines = (await shown()).filter((line) => line.includes('line'));
    assert.equal(lines.length, 2001);
    assert.deepEqual(lines.slice(999, 1002), [
      '    │ line 999',
      `… ${(10_345).toLocaleString()} lines omitted here; the log file contains all of them`,
      '    │ line 11345',
    ]);
    assert.equal(lines.at(-1), '    │ line 12344');
    terminal.finish(report, []);
    assert.equal((await shown()).at(-1), 'Full log: /logs/build.log');
    assert.equal(
      log()
        .split('\n')
        .filter((line) => /^ {4}│ line \d+$/.test(line)).length,
      12_345,
    );
  });

  it('leaves out long lines by their length', async () => {
    const { start, feed, tick } = stage();
    start();
    feed(Array.from({ length: 500 }, (): ProgressEvent => ({ kind: 'text', line: 'x'.repeat(3000) })));
    const written = await tick();
    assert.ok(written.length > 100_000 && written.length < 210_000, String(written.length));
  });

  it('passes plain progress through, made safe', async () => {
    const { start, feed, tick, shown } = stage();
    start();
    feed([{ kind: 'text', line: '#5 [linux/amd64 1/2]\x1b[2J \x1b[32mRUN\x1b[0m make' }]);
    await tick();
    assert.ok((await shown()).includes('    │ #5 [linux/amd64 1/2] RUN make'));
  });

  it('shows why a build failed: the step, the excerpt, and a line for the problem matcher', async () => {
    const { terminal, start, feed, shown } = stage({ columns: 60 });
    start();
    feed(readEvents(recordedProgress('0.29.1', 'progress/fails-in-here-document')));
    terminal.problems([
      {
        file: 'app/Dockerfile',
        line: 3,
        severity: 'error',
        code: 'stepFailed',
        message: 'RUN\nfailed \x1b[31mhere',
        marked: true,
      },
      { file: '../Dockerfile', line: 1, severity: 'warning', message: 'odd', marked: false },
    ]);
    terminal.finish(
      { ...report, ok: false, platforms: [], failure: { code: 'stepFailed', params: {}, remedies: [] } },
      ['Why.'],
    );
    const lines = await shown();
    assert.ok(
      lines.some((line) => /^amd64 2\/3 ✗ exit code: 1$/.test(line)),
      lines.join('\n'),
    );
    assert.ok(lines.some((line) => /^arm64 2\/3 ■ canceled$/.test(line)));
    assert.ok(lines.includes('          │    3 | >>> RUN <<EOF'), lines.join('\n'));
    assert.deepEqual(lines.slice(-5), [
      `app/Dockerfile:3: error stepFailed: RUN failed here${problemMark}`,
      '../Dockerfile:1: warning: odd',
      '',
      '✗ Failed after 1m 40s',
      'Why.',
    ]);
  });

  it('says so when the build was cancelled', async () => {
    const { terminal, start, shown } = stage();
    start();
    terminal.finish(
      { ...report, ok: false, platforms: [], ms: 2500, failure: { code: 'cancelled', params: {}, remedies: [] } },
      [],
    );
    assert.equal((await shown()).at(-1), '■ Canceled after 2.5s');
  });

  it('shows no table after a failure', async () => {
    const { terminal, start, shown } = stage();
    start();
    terminal.finish({ ...report, ok: false, failure: { code: 'stepFailed', params: {}, remedies: [] } }, ['Why.']);
    assert.deepEqual((await shown()).slice(-2), ['✗ Failed after 1m 40s', 'Why.']);
  });

  it('says what came from the cache, and claims nothing about what did not run', async () => {
    const { terminal, start, shown } = stage();
    start();
    const [amd64, arm64] = report.platforms;
    const platforms = [
      { ...amd64!, cached: true as const },
      { ...arm64!, how: 'unknown' as const, emulatedMs: 0 },
    ];
    terminal.finish({ ...report, platforms }, []);
    assert.deepEqual(
      (await shown()).slice(-2).map((line) => line.split(/ {2,}/).slice(0, 2)),
      [
        ['linux/amd64', 'cached'],
        ['linux/arm64', '–'],
      ],
    );
  });

  it('does not dim the labels of steps, which name platforms', async () => {
    const { start, feed, tick } = stage();
    start();
    await tick();
    feed(until('[linux/arm64 stage-1 2/3]', 'build/two-platforms-push'));
    const output = await tick();
    assert.ok(output.includes('arm64 stage-1 2/3 \x1b[36m▸'), output);
    assert.ok(!output.includes('\x1b[2marm64'), output);
  });

  it('gives up columns of the table where they do not fit, and tells what is missing', async () => {
    const table = async (columns: number) => {
      const { terminal, start, shown, screen } = stage({ columns });
      start();
      terminal.finish({ ...report, missing: ['linux/s390x'] }, []);
      const lines = await shown();
      assert.equal(screen.wrappedRows(), columns < 70 ? 1 + Number(columns < 35) : 0, 'only the header wraps');
      return lines.slice(-4);
    };
    assert.deepEqual(await table(70), [
      'Platform     How       Digest                 Size    Time  Emulated',
      'linux/amd64  native    sha256:aaaaaaaaaaaa  2.3 MB     12s         –',
      'linux/arm64  emulated  sha256:bbbbbbbbbbbb   999 B  1m 35s    1m 01s',
      'linux/s390x  ✗ missing',
    ]);
    assert.equal((await table(65))[2], 'linux/arm64  emulated  sha256:bbbbbbbbbbbb  1m 35s    1m 01s');
    assert.equal((await table(53))[2], 'linux/arm64  emulated  sha256:bbbbbbbbbbbb    1m 01s');
    assert.equal((await table(35))[2], 'linux/arm64  emulated    1m 01s');
    assert.equal((await table(25))[2], 'linux/arm64  emulated');
  });

  it('names the image of each row where there are several', async () => {
    const { terminal, start, shown } = stage({ columns: 100 });
    start();
    const platforms = report.platforms.map((each, i) => ({ ...each, image: `registry.test/app${i}:1` }));
    terminal.finish({ ...report, platforms }, []);
    assert.match((await shown()).at(-1) ?? '', /^linux\/arm64 {2}registry\.test\/app1:1 {2}emulated/);
  });
});
