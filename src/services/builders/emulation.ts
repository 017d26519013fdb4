import type { Builder } from '../../domain/builder.ts';

/** What became of running a tiny program of a platform on a builder. */
export interface EmulationCheck {
  /** Such as `linux/arm64`. */
  readonly platform: string;
  readonly runs: boolean;
}

/** Emulators on the engine that a builder's nodes run on. */
export interface Emulation {
  /**
   * Runs a tiny program of each platform on the builder, in a build of its own, which is taken out of its history again.
   * Platforms that there is no such program for are left out.
   */
  check(builder: string, platforms: readonly string[], signal?: AbortSignal): Promise<readonly EmulationCheck[]>;
  /** The command that would install emulators for the platforms where this builder runs; nothing where Docker cannot do it from here. */
  installCommand(builder: Builder, platforms: readonly string[]): readonly string[] | undefined;
  /** Runs that command. */
  install(builder: Builder, platforms: readonly string[], signal?: AbortSignal): Promise<void>;
}
