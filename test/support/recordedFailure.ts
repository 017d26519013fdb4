import { readFileSync } from 'node:fs';
import { BuildProgress, failureLocation } from '../../src/domain/buildProgress.ts';
import type { Evidence } from '../../src/domain/diagnosis/evidence.ts';
import { ProgressReader } from '../../src/tools/buildx/progress.ts';

export interface Recording {
  readonly args: readonly string[];
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export function readRecording(file: URL | string): Recording {
  return JSON.parse(readFileSync(file, 'utf8')) as Recording;
}

/** The evidence of a recorded build: the machine was amd64, by default with arm64 emulated. */
export function evidenceOf(
  { args, exitCode, stdout, stderr }: Recording,
  emulation: 'on' | 'off',
  driver = 'docker',
): Evidence {
  const reader = new ProgressReader();
  const progress = new BuildProgress({ routes: [] });
  const lines: string[] = [];
  for (const event of [...reader.push(Buffer.from(`${stdout}\n${stderr}`)), ...reader.end()]) {
    if (event.kind === 'update') {
      progress.apply(event.update);
    } else {
      lines.push(event.line);
    }
  }
  const failedStep = progress.failedStep();
  const location = failureLocation(lines);
  const platforms = (valueOf(args, '--platform') ?? 'linux/amd64').split(',');
  const image = valueOf(args, '-t');
  const how = (platform: string) =>
    platform === 'linux/amd64'
      ? 'native'
      : platform === 'linux/arm64' && emulation === 'on'
        ? 'emulated'
        : 'unsupported';
  return {
    text: lines.join('\n'),
    exitCode,
    warnings: progress.warnings().map(({ message }) => message),
    ...(failedStep && { failedStep }),
    ...(location && { location }),
    platforms,
    routes: platforms.map((platform) => ({ platform, how: how(platform) })),
    ...(image !== undefined && { image }),
    builder: valueOf(args, '--builder') ?? 'default',
    driver,
  };
}

function valueOf(args: readonly string[], name: string): string | undefined {
  const at = args.indexOf(name);
  return at < 0 ? undefined : args[at + 1];
}
