import type { Diagnosis } from './diagnosis/diagnosis.ts';

/** How a platform's image was made. `cross`: compiled on a native stage for it; nothing foreign was executed. */
export type BuiltHow = 'native' | 'cross' | 'emulated' | 'nobody' | 'unknown';

export interface PlatformResult {
  /** Such as `linux/arm64`. */
  readonly platform: string;
  readonly digest?: string;
  /** Bytes: configuration and layers, compressed. */
  readonly size?: number;
  readonly how: BuiltHow;
  readonly ms: number;
  /** Time in which this platform's `RUN` steps were executed under emulation. */
  readonly emulatedMs: number;
}

/** What became of a build. Plain JSON data. */
export interface BuildReport {
  readonly ok: boolean;
  readonly command: readonly string[];
  /** The first tag, as the user wrote it. */
  readonly reference?: string;
  /** Digest of the index (or the single manifest) that was made. */
  readonly digest?: string;
  /** Whether the platforms below were read back from where the result went. */
  readonly verified: boolean;
  readonly platforms: readonly PlatformResult[];
  /** Platforms that were asked for and are not there. */
  readonly missing: readonly string[];
  readonly ms: number;
  readonly cancelled: boolean;
  readonly failure?: Diagnosis;
}
