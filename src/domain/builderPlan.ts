/** The drivers that a builder can be made with. */
export const drivers = ['docker-container', 'kubernetes', 'remote', 'cloud'] as const;
export type Driver = (typeof drivers)[number];

/** A registry that BuildKit has to be told of. */
export interface RegistryConfig {
  /** `host` or `host:port`, as image names begin with it. */
  readonly host: string;
  /** It speaks plain http. */
  readonly http?: boolean;
  /** Its certificate is not checked. */
  readonly insecure?: boolean;
  /** Absolute path of the certificate of its own authority, in PEM. */
  readonly ca?: string;
}

/** One node to make. Unchecked: texts of a person. */
export interface NodeRequest {
  readonly name?: string;
  /** A Docker context, `ssh://…`, `tcp://…`; for the cloud driver `ORG/NAME`. Absent: the engine or cluster in use. */
  readonly endpoint?: string;
  /** Pinned platforms. */
  readonly platforms?: readonly string[];
  /** `--driver-opt` */
  readonly options?: Readonly<Record<string, string>>;
  /** `--buildkitd-flags`, a word each. */
  readonly flags?: readonly string[];
}

/** A builder to make, with its nodes: the first one creates it, the others are appended. */
export interface BuilderRequest {
  readonly name: string;
  readonly driver: Driver;
  readonly nodes: readonly NodeRequest[];
  readonly registries?: readonly RegistryConfig[];
}
