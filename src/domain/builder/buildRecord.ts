import type { Builder } from './builder.ts';

/** A build in a builder's history. Times in milliseconds since 1970. */
export interface BuildRecord {
  /** `builder/node/id` */
  readonly ref: string;
  readonly name: string;
  readonly state: 'running' | 'completed' | 'failed' | 'cancelled';
  readonly startedAt?: number;
  readonly completedAt?: number;
  readonly totalSteps: number;
  readonly cachedSteps: number;
}

/** Details that are read on demand. */
export interface BuildRecordDetails {
  readonly platforms: readonly string[];
  readonly state: BuildRecord['state'];
  /** The built folder, absolute; or the address of a repository. Known on the machine that started the build. */
  readonly context?: string;
  /** Relative to the context, or absolute. */
  readonly dockerfile?: string;
  readonly error?: { readonly message: string; readonly step?: string; readonly file?: string; readonly line?: number };
}

/**
 * Whether records can safely be removed from the builder's history. BuildKit 0.20 to 0.28 crashes, and with the docker driver the whole
 * engine does, if builds are listed after the removal of one that had been opened (moby/buildkit#6614).
 */
export function canForgetBuilds({ nodes }: Pick<Builder, 'nodes'>): boolean {
  return nodes.every(({ version = '' }) => {
    const [, major, minor] = /^v?(\d{1,4})\.(\d{1,4})\./.exec(version) ?? [];
    return Number(major) > 0 || Number(minor) >= 29;
  });
}
