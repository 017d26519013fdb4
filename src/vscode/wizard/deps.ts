import type { WorkspaceFolder } from 'vscode';
import type { BuildOutput, BuildRequest } from '../../domain/buildRequest.ts';
import type { Capability } from '../../domain/capability.ts';
import type { DiagnosedError } from '../../domain/diagnosis/diagnosis.ts';
import type { BuildMemory } from '../memory.ts';

/** A part of a build that the wizard can be opened at. */
export type WizardPart = 'source' | 'platforms' | 'image' | 'output';

/** How the builder in use would make one platform. `unknown`: it has not said yet (not started, or out of reach). */
export interface PlatformHow {
  readonly how: 'native' | 'emulated' | 'nobody' | 'unknown';
  /** The node that would make it. */
  readonly node?: string;
  /** Why it is `nobody` (`noEmulator`) or `unknown` (`notStarted`). */
  readonly reason?: 'noEmulator' | 'notStarted';
}

/** The builder that a build would use. An `error` leaves everything else at its best guess; the wizard goes on without it. */
export interface BuilderChoice {
  readonly name: string;
  readonly driver: string;
  readonly status: string;
  /** What its nodes say that they can build for, native ones first, such as `linux/arm64`. Empty while it is not running. */
  readonly platforms: readonly string[];
  readonly error?: DiagnosedError;
  platformHow(platform: string): PlatformHow;
  capability(output: BuildOutput, platformCount: number): Capability;
}

/** The exact command line of a request, quoted for a shell; or why there is none, in the user's language. */
export type CommandPreview =
  | { readonly command: string }
  | { readonly problems: readonly { readonly text: string; readonly part?: WizardPart }[] };

interface WizardSettings {
  /** What `multiarch.platforms` comes to; never empty. */
  readonly platforms: readonly string[];
  /** `multiarch.image` */
  readonly image?: string;
  /** `multiarch.builder` */
  readonly builder?: string;
}

/** What the wizard needs from the rest of the extension; the composition root gives it. */
export interface WizardDeps {
  /**
   * Asks for the builder that a build in this folder would use: `builder` if given, else what the settings and Docker say.
   * Never rejects but for an aborted signal: what went wrong is in `error`.
   */
  builderInUse(folder: WorkspaceFolder, signal: AbortSignal, builder?: string): Promise<BuilderChoice>;
  /** Makes the docker-container builder `multiarch`, with progress and errors shown; resolves to its name, or nothing if that failed. */
  createBuilder(folder: WorkspaceFolder): Promise<string | undefined>;
  /** The one way from a request to a command line; must not start anything. */
  commandFor(request: BuildRequest, folder: WorkspaceFolder): CommandPreview;
  settings(folder: WorkspaceFolder): WizardSettings;
  /** `git describe --tags --always --dirty` or nothing where there is no repository. Never rejects. */
  gitDescribe(folder: WorkspaceFolder): Promise<string | undefined>;
  /** Adds the request to `tasks.json` and shows it; true when it is there. */
  saveTask(request: BuildRequest, folder: WorkspaceFolder): Promise<boolean>;
  copyCommand(command: string): Promise<void>;
  readonly memory: BuildMemory;
}
