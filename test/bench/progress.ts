import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { BuildProgress } from '../../src/domain/buildProgress.ts';
import { ProgressReader } from '../../src/tools/buildx/progress.ts';
import { BuildTerminal } from '../../src/vscode/build/terminal/buildTerminal.ts';

export interface Throughput {
  readonly bytes: number;
  /** CPU time of the thread: other load of the machine does not count. */
  readonly seconds: number;
  /** Bytes in use at the end but not after the first fifth, after garbage collection both times. */
  readonly growth: number;
  /** Bytes by which the process grew: V8 reserves more space for garbage if some of it survives. */
  readonly processGrowth: number;
}

const chunkBytes = 65_536;
/** At 50 MB/s and ten redraws a second, there is one after every 5 MB. */
const bytesPerPicture = 5_000_000;
const recorded = new URL('../fixtures/buildx/0.29.1/progress/long-output.json', import.meta.url);

/** The speed of reading rawjson alone, and of reading, following and showing it like a build's terminal. */
export function measureProgress(megabytes = 100): { readonly reading: Throughput; readonly showing: Throughput } {
  return {
    reading: measure(megabytes, () => ({ push: () => undefined, picture: () => undefined })),
    showing: measure(megabytes, shower),
  };
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

type Events = ReturnType<ProgressReader['push']>;

interface Consumer {
  readonly push: (events: Events) => void;
  readonly picture: () => void;
}

function measure(megabytes: number, make: () => Consumer): Throughput {
  const size = megabytes * 1_000_000;
  const { push, picture } = make();
  const reader = new ProgressReader();
  let bytes = 0;
  let pictures = 0;
  let early: Memory | undefined;
  let paused = 0;
  const began = executedSeconds();
  for (const chunk of buildLog(size)) {
    push(reader.push(chunk));
    bytes += chunk.length;
    if (bytes > (pictures + 1) * bytesPerPicture) {
      pictures++;
      picture();
    }
    if (early === undefined && bytes > size / 5) {
      const pause = executedSeconds();
      early = memory();
      paused = executedSeconds() - pause;
    }
  }
  push(reader.end());
  const seconds = executedSeconds() - began - paused;
  const late = memory();
  return {
    bytes,
    seconds,
    growth: late.inUse - (early?.inUse ?? 0),
    processGrowth: late.process - (early?.process ?? 0),
  };
}

interface Memory {
  readonly inUse: number;
  readonly process: number;
}

function memory(): Memory {
  collectGarbage();
  // the first run released buffers whose memory counts until they are swept
  collectGarbage();
  const { heapUsed, arrayBuffers, rss } = process.memoryUsage();
  return { inUse: heapUsed + arrayBuffers, process: rss };
}

function executedSeconds(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1e6;
}

/** The terminal of a build that is redrawn by the clock. @param schedule redraws later */
export function shownBuild(saveLog: SaveLog, schedule: (flush: () => void) => NodeJS.Timeout) {
  const reader = new ProgressReader();
  const push = showing(saveLog, (flush) => {
    const timer = schedule(flush);
    return {
      cancel: () => {
        clearTimeout(timer);
      },
    };
  });
  return {
    push: (chunk: Uint8Array) => {
      push(reader.push(chunk));
    },
    end: () => {
      push(reader.end());
    },
  };
}

function shower(): Consumer {
  let flush: () => void = () => undefined;
  const push = showing({ write: () => undefined, path: 'build.log' }, (next) => {
    flush = next;
    return { cancel: () => undefined };
  });
  return {
    push,
    picture: () => {
      flush();
    },
  };
}

type Options = ConstructorParameters<typeof BuildTerminal>[0];
type SaveLog = Pick<NonNullable<Options['saveLog']>, 'write' | 'path'>;

/** Follows and shows the events. */
function showing(saveLog: SaveLog, schedule: Options['schedule']): (events: Events) => void {
  const routes = [
    { platform: 'linux/amd64', how: 'native' as const },
    { platform: 'linux/arm64', how: 'emulated' as const },
  ];
  const progress = new BuildProgress({ routes });
  const terminal = new BuildTerminal({
    write: () => undefined,
    columns: 120,
    schedule,
    saveLog,
    now: () => performance.now(),
  });
  terminal.started({ routes, progress });
  return (events) => {
    for (const event of events) {
      if (event.kind === 'update') {
        progress.apply(event.update);
      }
      terminal.event(event);
    }
  };
}

/** A recorded build with repeated output: the part before it, its log lines again and again, and the part after it. */
export function* buildLog(size: number): Generator<Uint8Array> {
  const { stderr } = JSON.parse(readFileSync(recorded, 'utf8')) as { stderr: string };
  const lines = stderr.split(/(?<=\n)/);
  const isLog = (line: string) => line.startsWith('{"logs"');
  const logs = Buffer.from(lines.filter(isLog).join('').repeat(20));
  const first = lines.findIndex(isLog);
  const before = Buffer.from(lines.slice(0, first).join(''));
  yield before;
  let at = 0;
  for (let sent = before.length; sent < size; sent += chunkBytes) {
    yield at + chunkBytes <= logs.length
      ? logs.subarray(at, at + chunkBytes)
      : Buffer.concat([logs.subarray(at), logs.subarray(0, at + chunkBytes - logs.length)]);
    at = (at + chunkBytes) % logs.length;
  }
  yield Buffer.from(
    `\n${lines
      .slice(first)
      .filter((line) => !isLog(line))
      .join('')}`,
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [what, { bytes, seconds, growth, processGrowth }] of Object.entries(
    measureProgress(Number(process.argv[2] ?? 100)),
  )) {
    const speed = (bytes / 1e6 / seconds).toFixed(0);
    console.log(
      `${what}: ${(bytes / 1e6).toFixed(0)} MB in ${seconds.toFixed(2)} s of its thread, ${speed} MB/s, grew ${(growth / 1e6).toFixed(1)} MB, the process ${(processGrowth / 1e6).toFixed(1)} MB`,
    );
  }
}
