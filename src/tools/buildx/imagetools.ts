import { formatReference, type ImageReference } from '../../domain/image/reference.ts';
import { option } from '../process/arguments.ts';
import type { Command } from '../process/command.ts';

/**
 * The exact bytes of the index or manifest that the registry holds: one request, and their SHA-256 is its digest.
 * A missing one ends with exit code 1 and `ERROR: …: not found`.
 */
export function imagetoolsInspectRaw(docker: string, reference: ImageReference, builder?: string): Command<Buffer> {
  return {
    ...inspect(docker, reference, builder, ['--raw']),
    isBinary: true,
    parse: ({ stdout, bytes = Buffer.from(stdout) }) => bytes,
  };
}

/** The configuration of a single manifest, as JSON text; of an index buildx answers an object of them by platform. */
export function imagetoolsImageConfig(docker: string, reference: ImageReference, builder?: string): Command<string> {
  return inspect(docker, reference, builder, ['--format', '{{json .Image}}']);
}

export interface CreateIndex {
  /** The tag that will name it. */
  readonly tag: ImageReference;
  /** Files with a descriptor each. */
  readonly files?: readonly string[];
  /** Or what is copied as it is. */
  readonly source?: ImageReference;
  /** The source is copied to the byte; buildx before 0.15 does not know that, and wraps a single manifest into an index. */
  readonly exact?: boolean;
  readonly annotations?: ReadonlyMap<string, string>;
  readonly builder?: string | undefined;
}

/** Puts an index together out of what the repository has, or shows what it would be (`--dry-run`). */
export function imagetoolsCreate(docker: string, index: CreateIndex, dryRun: boolean): Command<string> {
  const { tag, files = [], source, exact = false, annotations = new Map<string, string>(), builder } = index;
  return {
    file: docker,
    args: [
      ...['buildx', 'imagetools', 'create'],
      ...(dryRun ? ['--dry-run'] : []),
      ...(exact ? ['--prefer-index=false'] : []),
      ...option('--builder', builder),
      ...[...annotations].map(([name, value]) => `--annotation=index:${name}=${value}`),
      ...['--tag', formatReference(tag)],
      ...files.flatMap((file) => ['--file', file]),
      ...(source ? [formatReference(source)] : []),
    ],
    parse: ({ stdout }) => stdout,
  };
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
