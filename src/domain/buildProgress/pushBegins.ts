import type { ProgressUpdate } from './update.ts';

/** The names of steps that send an image elsewhere, in BuildKit and buildx (exporter/containerimage, buildx build/build.go). */
const sending = /(?:^|[\] ])(?:exporting to image|pushing |merging manifest)/;

/** Whether a part of a build may have been sent to a registry: a step that exports or pushes has started. */
export function pushBegins({ vertexes }: Pick<ProgressUpdate, 'vertexes'>): boolean {
  return vertexes.some(({ name, started }) => started !== undefined && sending.test(name));
}

/** The same from a line of plain progress, such as `#9 pushing layers`. */
export function pushBeginsIn(line: string): boolean {
  return /^#\d+ /.test(line) && sending.test(line);
}
