import type { BuildOutput, MissingPolicy, PassedProperties } from './request.ts';
import type { Platform } from '../platform.ts';

/** A checked and complete plan, and the only input for command lines. */
export interface BuildPlan extends PassedProperties {
  readonly kind: 'build' | 'bake';
  /** The working directory of the command, which relative paths refer to; absolute. For bake, the folder of its files. */
  readonly directory: string;
  /** Normalized. Empty only for a bake build that uses the platforms of its file. */
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
  readonly cacheFrom: readonly string[];
  readonly cacheTo: readonly string[];
  /** Including those of additional arguments. */
  readonly bakeFiles: readonly string[];
  readonly bakeTargets: readonly string[];
  /** The requested targets with groups and matrices resolved: known once bake was asked. */
  readonly members?: readonly string[];
  /** The targets that these are based on, which are built for the same platforms. */
  readonly linked?: readonly string[];
  readonly extraArgs: readonly string[];
  /** The folder that a bake file may read and write without consent; absolute. */
  readonly workspace: string;
  /** Further allowed access, with paths relative to `directory`. Undefined: ask the user. */
  readonly allow?: readonly string[];
  /** The part of it that is passed to buildx with `--allow`. */
  readonly granted?: readonly string[];
  readonly onMissingPlatforms: MissingPolicy;
  /** Tags of single bake targets that replace those of the file. */
  readonly tagsByTarget?: Readonly<Record<string, readonly string[]>>;
}
