import type { ProgressUpdate } from './update.ts';

/** What BuildKit and buildx call the steps that send an image away (exporter/containerimage, buildx build/build.go). */
const sending = /(?:^|[\] ])(?:exporting to image|pushing |merging manifest)/;

/** Whether something of a build may have gone to a registry: a step that exports or pushes has started. */
export function pushBegins({ vertexes }: Pick<ProgressUpdate, 'vertexes'>): boolean {
  return vertexes.some(({ name, started }) => started !== undefined && sending.test(name));
}

/** The same by a line of plain progress, such as `#9 pushing layers`. */
export function pushBeginsIn(line: string): boolean {
  return /^#\d+ /.test(line) && sending.test(line);
}
