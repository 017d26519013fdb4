import { formatReference, type ImageReference } from '../../domain/reference.ts';
import { option } from '../process/arguments.ts';
import type { Command } from '../process/command.ts';

/**
 * The exact text of the index or manifest that the registry holds: one request, and the SHA-256 of its bytes is its digest.
 * A missing one ends with exit code 1 and `ERROR: …: not found`.
 */
export function imagetoolsInspectRaw(docker: string, reference: ImageReference, builder?: string): Command<string> {
  return inspect(docker, reference, builder, ['--raw']);
}

/** The configuration of a single manifest, as JSON text; of an index buildx answers an object of them by platform. */
export function imagetoolsImageConfig(docker: string, reference: ImageReference, builder?: string): Command<string> {
  return inspect(docker, reference, builder, ['--format', '{{json .Image}}']);
}

/** A checked reference never begins with `-`, so it cannot be taken for an option. */
function inspect(
  docker: string,
  reference: ImageReference,
  builder: string | undefined,
  form: readonly string[],
): Command<string> {
  return {
    file: docker,
    args: ['buildx', 'imagetools', 'inspect', ...form, ...option('--builder', builder), formatReference(reference)],
    parse: ({ stdout }) => stdout,
  };
}
