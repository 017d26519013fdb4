import type { WorkspaceFolder } from 'vscode';
import type { Builder } from '../../../domain/builder/builder.ts';
import type { BuildRequest } from '../../../domain/build/request.ts';
import type { BuildSource } from '../../../domain/sources/buildSource.ts';
import type { BuilderChoice } from '../../builders/builderChoice.ts';
import type { BuildMemory } from '../../memory.ts';
import type { WorkspaceSources } from '../../workspaceSources.ts';

/** A part of a build that the wizard can be opened at. */
export type WizardPart = 'source' | 'platforms' | 'image' | 'output';

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
  /** The source as bake itself reads its files; as it is where bake does not say. Rejects only for an aborted signal. */
  described(source: BuildSource, folder: WorkspaceFolder, signal: AbortSignal): Promise<BuildSource>;
  /** All builders, as much of them as is known by then whenever `refresh` is called. Rejects with a `DiagnosedError`. */
  builders(signal: AbortSignal, refresh: (known: readonly Builder[]) => void): Promise<readonly Builder[]>;
  /** Leads a person through making a builder; resolves to its name, or nothing. */
  setUpBuilder(): Promise<string | undefined>;
  /** Lets builds of this workspace use it from now on. */
  useBuilder(name: string): Promise<void>;
  /** Leads a person through pinning platforms to the nodes of a builder; true when that may have changed something. */
  pinPlatforms(builder: string): Promise<boolean>;
  /** Makes the docker-container builder `multiarch`, with progress and errors shown; resolves to its name, or nothing if that failed. */
  createBuilder(folder: WorkspaceFolder): Promise<string | undefined>;
  /** The one way from a request to a command line; must not start anything. */
  commandFor(request: BuildRequest, folder: WorkspaceFolder): CommandPreview;
  settings(folder: WorkspaceFolder): WizardSettings;
  /** Which clusters need a platform, in a few words; nothing where none of those that are known does. */
  neededBy(platform: string): string | undefined;
  /** What git calls the state of the folder, `v1.2-3-gabc1234-dirty`; nothing where there is no repository. Never rejects. */
  gitDescribe(folder: WorkspaceFolder): Promise<string | undefined>;
  /** Adds the request to `tasks.json` and shows it; true when it is there. */
  saveTask(request: BuildRequest, folder: WorkspaceFolder): Promise<boolean>;
  copyCommand(command: string): Promise<void>;
  readonly sources: Pick<WorkspaceSources, 'findSources' | 'findWorkloadImages' | 'sourceAt'>;
  readonly memory: BuildMemory;
}
