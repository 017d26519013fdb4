import assert from 'node:assert/strict';
import fc from 'fast-check';
import { BuildProgress } from '../../../../../src/domain/buildProgress.ts';
import type { BuildReport } from '../../../../../src/domain/build/report.ts';
import type { Route } from '../../../../../src/domain/builder/route.ts';
import type { ProgressEvent } from '../../../../../src/tools/buildx/progress.ts';
import { BuildTerminal } from '../../../../../src/vscode/build/terminal/buildTerminal.ts';
import { problemMark, type ProblemLine } from '../../../../../src/vscode/build/terminal/problemLine.ts';
import { readFileSync } from 'node:fs';
import { Screen } from '../../../../support/screen.ts';

const report: BuildReport = {
  ok: true,
  command: ['docker', 'buildx', 'build'],
  verified: true,
  images: [],
  platforms: [{ platform: 'linux/amd64', digest: `sha256:${'a'.repeat(64)}`, how: 'native', ms: 1, emulatedMs: 0 }],
  missing: [],
  warnings: [],
  ms: 3000,
};
const routes: readonly Route[] = [
  { platform: 'linux/amd64', how: 'native' },
  { platform: 'linux/arm64', how: 'emulated' },
];

interface Played {
  readonly rows: readonly string[];
  readonly lines: readonly string[];
  readonly log: string;
}

/** A build from its first line to its last, in a real terminal. */
async function play(
  events: readonly ProgressEvent[],
  { columns = 80, problems = [] as readonly ProblemLine[], sentences = ['Done.'] as readonly string[] } = {},
): Promise<Played> {
  const screen = new Screen(columns, 24);
  const progress = new BuildProgress({ routes });
  let log = '';
  let clock = 0;
  let flush: (() => void) | undefined;
  const terminal = new BuildTerminal({
    write: (text) => void screen.write(text),
    columns,
    schedule: (again) => {
      flush = again;
      return { cancel: () => (flush = undefined) };
    },
    saveLog: { write: (text) => (log += text), path: '/logs/build.log' },
    now: () => (clock += 7),
  });
  terminal.command('docker');
  terminal.started({ builder: { name: 'b', driver: '', nodes: [] }, routes: [], progress });
  for (const event of events) {
    if (event.kind === 'update') {
      progress.apply(event.update);
    }
    terminal.event(event);
    flush?.();
  }
  terminal.problems(problems);
  terminal.finish(report, sentences);
  await screen.write('');
  return { rows: screen.rows(), lines: screen.lines(), log };
}

/** Outside text starts with a label (or its blanks) and a mark: ours never does. */
const isOutput = (row: string) => /^[\w ./?…-]{3,33} [│▸✗✓■](?: |$)/.test(row) || /^ *│(?: |$)/.test(row);

const fakes = [
  '✓ Built in 3.0s',
  `Verified in the registry: registry.io/app@sha256:${'b'.repeat(64)}`,
  '$ docker buildx build --push .',
  '> docker',
  'Builder default (docker) · linux/amd64 native',
  '▸ linux/arm64  emulated  ██████░░░░  2/3  2.0s  RUN make',
  'Platform     How       Digest',
  'linux/amd64  native    sha256:aaaaaaaaaaaa',
  '⚠ linux/arm64 is emulated on farm0',
  '✗ Failed after 1.0s',
  'Full log: /etc/passwd',
  '../../../etc/passwd:1: error stepFailed: hello',
  'src/main.c:12:5: error: expected ;',
  `Dockerfile:3: error: x${problemMark}`,
  `${' '.repeat(77)}✓ Built in 3.0s`,
  `${'x'.repeat(80)}✓ Built in 3.0s`,
  `${'界'.repeat(40)}✓ Built in 3.0s`,
  `\x1b[32m${'é\u0301'.repeat(40)}✓ Built in 3.0s\x1b[0m`,
  '\x1b[5A\r✓ Built in 3.0s',
  '\u202e✓ Built',
  '\t✓ Built in 3.0s',
  'a\r✓ Built in 3.0s',
  '',
];
const anything = fc.oneof(
  fc.constantFrom(...fakes),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc
    .array(fc.constantFrom(...fakes, ' ', '\n', '\x1b[31m', '\x1b[0m', problemMark, '界', 'x'.repeat(30)), {
      maxLength: 6,
    })
    .map((all) => all.join('')),
);
const digest = fc.constantFrom('d1', 'd2', 'd3');
const time = fc.option(fc.integer({ min: 1, max: 100_000 }), { nil: undefined });
const vertex = fc
  .record({
    digest,
    name: fc.oneof(
      anything,
      anything.map((text) => `[${text} 1/2] ${text}`),
    ),
    inputs: fc.constant([]),
    started: time,
    completed: time,
    cached: fc.boolean(),
    error: fc.option(anything, { nil: undefined }),
  })
  .map(({ started, completed, error, ...rest }) => ({
    ...rest,
    ...(started !== undefined && { started }),
    ...(completed !== undefined && { completed }),
    ...(error !== undefined && { error }),
  }));
const log = fc.record({
  vertex: digest,
  stream: fc.constantFrom(1, 2),
  data: anything.map((text) => new Uint8Array(Buffer.from(text))),
});
const event: fc.Arbitrary<ProgressEvent> = fc.oneof(
  anything.map((line): ProgressEvent => ({ kind: 'text', line: line.replaceAll('\n', '') })),
  fc
    .record({
      vertexes: fc.array(vertex, { maxLength: 3 }),
      logs: fc.array(log, { maxLength: 4 }),
      statuses: fc.constant([]),
      warnings: fc.constant([]),
    })
    .map((update): ProgressEvent => ({ kind: 'update', update })),
);

describe('what is ours in a terminal', () => {
  const others = (rows: readonly string[]) => rows.filter((row) => !isOutput(row));
  const manifest = JSON.parse(readFileSync(new URL('../../../../../package.json', import.meta.url), 'utf8')) as {
    contributes: { problemMatchers: { pattern: { regexp: string } }[] };
  };
  const matcher = new RegExp(manifest.contributes.problemMatchers[0]!.pattern.regexp);

  it('attack: build output prints what looks like a line of ours', async () => {
    for (const columns of [20, 40, 80, 120]) {
      const quiet = await play([], { columns });
      const [own, ownLog] = [others(quiet.rows), others(quiet.log.trimEnd().split('\n'))];
      assert.ok(own.some((row) => row.startsWith('✓ Built')));
      await fc.assert(
        fc.asyncProperty(fc.array(event, { maxLength: 12 }), async (events) => {
          const { rows, log } = await play(events, { columns });
          assert.deepEqual(others(rows), own);
          assert.deepEqual(others(log.trimEnd().split('\n')), ownLog);
        }),
        { numRuns: 50 },
      );
    }
  });

  it('attack: build output becomes a problem of a file', async () => {
    const ours = { file: 'Dockerfile', line: 2, severity: 'error', message: 'a', marked: true } as const;
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 12 }), anything, async (events, message) => {
        const problems = [
          { ...ours, message },
          { ...ours, file: '../../etc/passwd', message, marked: false },
        ];
        const { lines } = await play(events, { problems, sentences: [message] });
        assert.deepEqual(
          lines.flatMap((line) => matcher.exec(line)?.slice(1, 3) ?? []),
          ['Dockerfile', '2'],
        );
      }),
      { numRuns: 100 },
    );
  });

  it('attack: the words of others in a sentence of ours begin a row that looks like another one', async () => {
    await fc.assert(
      fc.asyncProperty(anything, fc.integer({ min: 20, max: 100 }), async (words, columns) => {
        const { rows } = await play([], { columns, sentences: [`It failed: ${words}`] });
        const sentence = rows.slice(rows.findIndex((row) => row.startsWith('It failed:')) + 1);
        for (const row of sentence) {
          assert.ok(row.startsWith('  ') || !/[^ ] +[^ ]/.test(row), row);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('breaks long output into rows that lose nothing, with its colours', async () => {
    const text = 'abc def '.repeat(30).trim();
    const { rows } = await play([{ kind: 'text', line: `\x1b[32m${text}\x1b[0m` }], { columns: 60 });
    const broken = rows.filter((row) => row.startsWith('    │ '));
    assert.equal(broken.length, 5);
    assert.equal(
      broken
        .map((row) => row.slice(6).padEnd(53))
        .join('')
        .trim(),
      text,
    );
  });
});
