import type { WorkspaceFolder } from 'vscode';
import type { Builder } from '../../../domain/builder/builder.ts';
import type { BuildRequest } from '../../../domain/build/request.ts';
import type { BuildSource } from '../../../domain/sources/buildSource.ts';
import type { BaseProblem } from '../../../domain/sources/stages/baseProblems.ts';
import type { BuilderChoice } from '../../builders/builderChoice.ts';
import type { BuildMemory } from '../../memory.ts';
import type { WorkspaceSources } from '../../workspaceSources.ts';

/** A part of a build that the wizard can open at. */
export type WizardPart = 'source' | 'platforms' | 'image' | 'output';

/** The exact command line of a request, quoted for a shell; or why there is none, in the user's language. */
export type CommandPreview =
  | { readonly command: string }
  | { readonly problems: readonly { readonly text: string; readonly part?: WizardPart }[] };

interface WizardSettings {
  /** The value of `multiarch.platforms`; never empty. */
  readonly platforms: readonly string[];
  /** `multiarch.image` */
  readonly image?: string;
  /** `multiarch.builder` */
  readonly builder?: string;
}

/** The wizard's dependencies, provided by the composition root. */
export interface WizardDeps {
  /**
   * The builder that a build in this folder would use: `builder` if given, otherwise the one from the settings or Docker. Rejects only if
   * the signal is aborted: failures are in `error`.
   */
  builderInUse(folder: WorkspaceFolder, signal: AbortSignal, builder?: string): Promise<BuilderChoice>;
  /** The source as bake itself reads its files; unchanged if bake fails. Rejects only if the signal is aborted. */
  described(source: BuildSource, folder: WorkspaceFolder, signal: AbortSignal): Promise<BuildSource>;
  /** The images that a build uses for platforms that they lack, as far as known. Never rejects. */
  baseProblems(
    request: BuildRequest,
    folder: WorkspaceFolder,
    builder: BuilderChoice | undefined,
    signal: AbortSignal,
  ): Promise<readonly BaseProblem[]>;
  /** All builders, as far as known at each call of `refresh`. Rejects with a `DiagnosedError`. */
  builders(signal: AbortSignal, refresh: (known: readonly Builder[]) => void): Promise<readonly Builder[]>;
  /** Runs the wizard that creates a builder; resolves to its name, or undefined. */
  setUpBuilder(): Promise<string | undefined>;
  /** Makes builds of this workspace use it from now on. */
  useBuilder(name: string): Promise<void>;
  /** Runs the wizard that pins platforms to the nodes of a builder; true if that may have changed something. */
  pinPlatforms(builder: string): Promise<boolean>;
  /**
   * Creates the docker-container builder `multiarch`, with progress and error messages; resolves to its name, or undefined after a failure.
   */
  createBuilder(folder: WorkspaceFolder): Promise<string | undefined>;
  /** The only conversion from a request to a command line; must not start anything. */
  commandFor(request: BuildRequest, folder: WorkspaceFolder): CommandPreview;
  settings(folder: WorkspaceFolder): WizardSettings;
  /** Which clusters need a platform, in a few words; undefined if no known cluster does. */
  neededBy(platform: string): string | undefined;
  /** Git's description of the folder, `v1.2-3-gabc1234-dirty`; undefined without a repository. Never rejects. */
  gitDescribe(folder: WorkspaceFolder): Promise<string | undefined>;
  /** Adds the request to `tasks.json` and shows it; true on success. */
  saveTask(request: BuildRequest, folder: WorkspaceFolder): Promise<boolean>;
  copyCommand(command: string): Promise<void>;
  readonly sources: Pick<WorkspaceSources, 'findSources' | 'findWorkloadImages' | 'sourceAt'>;
  readonly memory: BuildMemory;
}
