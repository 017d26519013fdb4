export type BuildOutput = 'push' | 'load' | 'oci' | 'cache';

/**
 * What a person, tasks.json or another extension asks for; nothing in it has been checked yet.
 * Paths are relative to the workspace folder. The properties of the task type `multiarch` are exactly these.
 */
export interface BuildRequest {
  readonly dockerfile?: string;
  readonly context?: string;
  readonly platforms?: readonly string[];
  readonly tags?: readonly string[];
  readonly output?: BuildOutput;
  /** Where the OCI layout is written when `output` is `oci`. */
  readonly destination?: string;
  /** The stage to build. */
  readonly target?: string;
  readonly builder?: string;
  readonly buildArgs?: Readonly<Record<string, string>>;
  readonly buildContexts?: Readonly<Record<string, string>>;
  readonly secrets?: readonly string[];
  readonly cacheFrom?: readonly string[];
  readonly cacheTo?: readonly string[];
  /** Bake or Compose files; with `bakeTargets` they make this a bake build. */
  readonly bakeFiles?: readonly string[];
  readonly bakeTargets?: readonly string[];
  readonly extraArgs?: readonly string[];
}
