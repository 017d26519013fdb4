import type { BuildRecord, BuildRecordDetails } from '../../domain/buildRecord.ts';

/** The builds that a builder remembers; buildx 0.20 and newer. */
export interface BuildHistory {
  /** Whether the buildx that is there can tell; else the version that it would need. */
  support(
    signal?: AbortSignal,
  ): Promise<{ readonly supported: true } | { readonly supported: false; readonly needs: string }>;
  /** Newest first. */
  list(builder: string, signal?: AbortSignal): Promise<readonly BuildRecord[]>;
  details(builder: string, ref: string, signal?: AbortSignal): Promise<BuildRecordDetails>;
  /** Its log as plain text. */
  log(builder: string, ref: string, signal?: AbortSignal): Promise<string>;
  remove(builder: string, ref: string, signal?: AbortSignal): Promise<void>;
}
