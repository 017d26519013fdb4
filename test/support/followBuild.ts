import { BuildProgress, type ProgressOptions } from '../../src/domain/buildProgress.ts';
import { ProgressReader, type ProgressEvent } from '../../src/tools/buildx/progress.ts';
import { readRecording } from './recordedFailure.ts';

export const buildxVersions = ['0.13.1', '0.29.1', '0.38.2'] as const;
export type BuildxVersion = (typeof buildxVersions)[number];

/** The machine of the recordings. */
export const recordedRoutes = [
  { platform: 'linux/amd64', how: 'native' },
  { platform: 'linux/arm64', how: 'emulated' },
] as const;

/** The recorded standard error of `buildx`. */
export function recordedProgress(version: BuildxVersion, name: string): string {
  return readRecording(new URL(`../fixtures/buildx/${version}/${name}.json`, import.meta.url)).stderr;
}

export function readEvents(text: string | Uint8Array): ProgressEvent[] {
  const reader = new ProgressReader();
  return [...reader.push(Buffer.from(text)), ...reader.end()];
}

/** Follows a recorded build to its end. */
export function followBuild(
  version: BuildxVersion,
  name: string,
  options: ProgressOptions = { routes: recordedRoutes },
): { readonly progress: BuildProgress; readonly lines: readonly string[] } {
  const progress = new BuildProgress(options);
  const lines: string[] = [];
  for (const event of readEvents(recordedProgress(version, name))) {
    if (event.kind === 'update') {
      progress.apply(event.update);
    } else {
      lines.push(event.line);
    }
  }
  return { progress, lines };
}
