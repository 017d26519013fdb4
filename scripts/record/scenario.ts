/** The external parts of a recording: `host:port` each, replaced with names of their roles before anything is written. */
export interface Places {
  /** A registry without access control. */
  readonly registry: string;
  /** A registry that requires a login. */
  readonly guarded: string;
  /** A registry with plain HTTP, for which Docker expects HTTPS. */
  readonly plain: string;
  /** A registry whose certificate is from an unknown authority. */
  readonly unknownAuthority: string;
  /** A registry that is killed during a push. */
  readonly doomed: string;
  /** Nothing listens there. */
  readonly nobody: string;
  /** BuildKit nodes that do not respond. */
  readonly amd64Node: string;
  readonly arm64Node: string;
}

/** A recorded command and its environment. */
export interface Scenario {
  /** The recording's path without its extension: the tool, and the path below the folder of its version. */
  readonly tool: 'docker' | 'buildx';
  readonly name: string;
  /** The arguments after `docker`. Digests that are known only at run time are requested from the registry. */
  readonly args: (at: Places) => readonly string[] | Promise<readonly string[]>;
  /** The files of the build context, by path. A number means so many random bytes. */
  readonly files?: Readonly<Record<string, string | number>>;
  /**
   * Default: `containerd`. `doomed` and `small` are separate engines, to be killed and to be filled up; `insecure` lists registries without
   * TLS; `none` is not running.
   */
  readonly engine?: 'containerd' | 'classic' | 'small' | 'doomed' | 'insecure' | 'none';
  /** Default: `on`. */
  readonly emulation?: 'on' | 'off';
  /** The folder of Docker's configuration. Default: `plain`, without logins. */
  readonly config?: 'plain' | 'noPlugins' | 'wrongLogin' | 'builders';
  /** Writes a metadata file, which is recorded as well. */
  readonly metadata?: boolean;
  /** An action on the command when its standard error matches. */
  readonly during?: { readonly sees: RegExp; readonly act: 'killEngine' | 'killRegistry' | 'interrupt' };
}
