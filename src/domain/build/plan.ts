import type { BuildOutput, MissingPolicy } from './request.ts';
import type { Platform } from '../platform.ts';

/** What will be built: checked, complete, and the only thing that a command line is made of. */
export interface BuildPlan {
  readonly kind: 'build' | 'bake';
  /** The folder that the command runs in and that relative paths count from; absolute. For bake it is that of its files. */
  readonly directory: string;
  /** Normalised. Empty only for a bake build that keeps what its file says. */
  readonly platforms: readonly Platform[];
  /** As the user wrote them. */
  readonly tags: readonly string[];
  readonly output: BuildOutput;
  readonly destination?: string;
  readonly dockerfile?: string;
  readonly context: string;
  readonly target?: string;
  readonly builder?: string;
  readonly buildArgs: Readonly<Record<string, string>>;
  readonly buildContexts: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
  readonly ssh?: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: readonly string[];
  readonly attest?: readonly string[];
  readonly provenance?: string;
  readonly sbom?: string;
  /** The result gets no tag; only for a push. */
  readonly pushByDigest?: boolean;
  readonly cacheFrom: readonly string[];
  readonly cacheTo: readonly string[];
  /** Those of added arguments among them. */
  readonly bakeFiles: readonly string[];
  readonly bakeTargets: readonly string[];
  /** What bake gets in its environment; none of it is secret. */
  readonly bakeVariables?: Readonly<Record<string, string>>;
  /** The targets in what is asked for, groups and matrices taken apart: known once bake was asked. */
  readonly members?: readonly string[];
  /** The targets that these are made of, which are built for the same platforms. */
  readonly linked?: readonly string[];
  readonly extraArgs: readonly string[];
  /** The folder whose files a bake file may read and write without a question; absolute. */
  readonly workspace: string;
  /** What else it may do, paths relative to `directory`. Without the list somebody is to be asked. */
  readonly allow?: readonly string[];
  /** What of it buildx is told, as `--allow` takes it. */
  readonly granted?: readonly string[];
  readonly onMissingPlatforms: MissingPolicy;
  /** Tags of single bake targets, instead of those that the file gives. */
  readonly tagsByTarget?: Readonly<Record<string, readonly string[]>>;
}
