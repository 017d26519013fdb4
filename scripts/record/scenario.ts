/** Where the outside things of a recording are: `host:port` each, replaced by a name that tells its role before anything is written. */
export interface Places {
  /** A registry that lets everybody do everything. */
  readonly registry: string;
  /** A registry that demands a login. */
  readonly guarded: string;
  /** A registry that speaks plain http where Docker expects https. */
  readonly plain: string;
  /** A registry whose certificate is signed by an unknown authority. */
  readonly unknownAuthority: string;
  /** A registry that is killed in mid-push. */
  readonly doomed: string;
  /** Nobody listens there. */
  readonly nobody: string;
  /** BuildKit nodes that do not answer. */
  readonly amd64Node: string;
  readonly arm64Node: string;
}

/** One recorded command and the world that it runs in. */
export interface Scenario {
  /** The recording's path without its ending: the tool, then, below the folder of its version, what the recording is. */
  readonly tool: 'docker' | 'buildx';
  readonly name: string;
  /** The arguments after `docker`. A digest that is only known at run time is asked for from the registry. */
  readonly args: (at: Places) => readonly string[] | Promise<readonly string[]>;
  /** The files of the build context, by path. A number stands for so many random bytes. */
  readonly files?: Readonly<Record<string, string | number>>;
  /** Default: `containerd`. `doomed` and `small` are engines of their own, to be killed and to be filled up; `insecure` lists registries without TLS; `none` does not run. */
  readonly engine?: 'containerd' | 'classic' | 'small' | 'doomed' | 'insecure' | 'none';
  /** Default: `on`. */
  readonly emulation?: 'on' | 'off';
  /** The folder of Docker's configuration. Default: `plain`, with nobody logged in. */
  readonly config?: 'plain' | 'noPlugins' | 'wrongLogin' | 'builders';
  /** Writes a metadata file, which is recorded beside. */
  readonly metadata?: boolean;
  /** What happens to the command as soon as its standard error matches. */
  readonly during?: { readonly sees: RegExp; readonly act: 'killEngine' | 'killRegistry' | 'interrupt' };
}
