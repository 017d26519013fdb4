import { formatReference, type ImageReference } from '../../domain/image/reference.ts';
import { option } from '../process/arguments.ts';
import type { Command } from '../process/command.ts';

/**
 * The exact bytes of the index or manifest in the registry: one request, and their SHA-256 is its digest. A missing one ends with exit code
 * 1 and `ERROR: …: not found`.
 */
export function imagetoolsInspectRaw(docker: string, reference: ImageReference, builder?: string): Command<Buffer> {
  return {
    ...inspect(docker, reference, builder, ['--raw']),
    isBinary: true,
    parse: ({ stdout, bytes = Buffer.from(stdout) }) => bytes,
  };
}

/** The configuration of a single manifest as JSON text; for an index, buildx prints an object with one per platform. */
export function imagetoolsImageConfig(docker: string, reference: ImageReference, builder?: string): Command<string> {
  return inspect(docker, reference, builder, ['--format', '{{json .Image}}']);
}

export interface CreateIndex {
  /** The tag to move. */
  readonly tag: ImageReference;
  /** Files with one descriptor each. */
  readonly files?: readonly string[];
  /** Or the source to copy unchanged. */
  readonly source?: ImageReference;
  /** Copies the source unchanged; buildx before 0.15 cannot do that, and wraps a single manifest into an index. */
  readonly exact?: boolean;
  readonly annotations?: ReadonlyMap<string, string>;
  readonly builder?: string | undefined;
}

/** Creates an index from contents of the repository, or shows the result (`--dry-run`). */
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

/** A validated reference never starts with `-`, so it cannot be an option. */
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
