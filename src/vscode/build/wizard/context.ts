import type { WorkspaceFolder } from 'vscode';
import type { BuildRequest } from '../../../domain/build/request.ts';
import type { Builder } from '../../../domain/builder/builder.ts';
import type { WorkloadImage } from '../../../domain/sources/manifests/workloads.ts';
import type { BaseProblem } from '../../../domain/sources/stages/baseProblems.ts';
import { afterwards } from '../../../services/concurrency/timer.ts';
import type { FoundSource, FoundSources } from '../../workspaceSources.ts';
import type { WizardDeps } from './deps.ts';
import { inputsOf, type DockerfileInput } from '../../../domain/sources/dockerfile.ts';
import type { WizardState } from './state.ts';
import type { BuilderChoice } from '../../builders/builderChoice.ts';

/** The search of the workspace; both may take a while and are canceled with the wizard. */
export interface Searches {
  sources(): Promise<FoundSources>;
  workloads(folder: WorkspaceFolder): Promise<readonly WorkloadImage[]>;
}

/** Milliseconds to wait for bake before the next step is shown without its answer. */
const patience = 2000;

/** The data shared by the steps of one wizard; everything is requested once. */
export class WizardContext {
  readonly deps: WizardDeps;
  readonly #searches: Searches;
  readonly #signal: AbortSignal;
  readonly #builders = new Map<string, { choice?: BuilderChoice; readonly asked: Promise<void> }>();
  readonly #clues = new Map<string, Promise<ImageHints>>();
  readonly #described = new Map<FoundSource, { answer?: FoundSource; readonly asked: Promise<FoundSource> }>();
  readonly #bases = new Map<string, Promise<readonly BaseProblem[]>>();
  #sources: Promise<FoundSources> | undefined;

  constructor(deps: WizardDeps, searches: Searches, signal: AbortSignal) {
    this.deps = deps;
    this.#searches = searches;
    this.#signal = signal;
  }

  sources(): Promise<FoundSources> {
    this.#sources ??= this.#searches.sources();
    return this.#sources;
  }

  /**
   * The source as bake reads its files. Requested once per source, with a short wait: what is unknown then stays unknown until the step is
   * shown again.
   */
  described(found: FoundSource): Promise<FoundSource> {
    const known = this.#described.get(found);
    if (known?.answer) {
      return Promise.resolve(known.answer);
    }
    const asked = known?.asked ?? this.#describe(found);
    return within(patience, asked, found);
  }

  #describe(found: FoundSource): Promise<FoundSource> {
    const asked = this.deps.described(found.source, found.folder, this.#signal).then(
      (source) => {
        const answer = source === found.source ? found : { ...found, source };
        this.#described.set(found, { answer, asked });
        return answer;
      },
      () => found,
    );
    this.#described.set(found, { asked });
    return asked;
  }

  /** The inputs of the Dockerfile, as it is written. BuildKit's `--call=outline` would leave a record in the builder's history. */
  inputs({ found, target }: WizardState): readonly DockerfileInput[] {
    return found?.source.kind === 'dockerfile' && found.source.asks
      ? inputsOf({ stages: found.source.stages, ...found.source.asks }, target)
      : [];
  }

  /** Information about the builder of the build; undefined before it is known. */
  builder(folder: WorkspaceFolder, name: string | undefined): BuilderChoice | undefined {
    return this.#builders.get(builderKey(folder, name))?.choice;
  }

  /** Requests the builder; always resolves, at the latest when the wizard ends. */
  askBuilder(folder: WorkspaceFolder, name: string | undefined): Promise<void> {
    const key = builderKey(folder, name);
    const known = this.#builders.get(key);
    if (known) {
      return known.asked;
    }
    const asked = this.deps.builderInUse(folder, this.#signal, name).then(
      (choice) => {
        this.#builders.set(key, { choice, asked });
      },
      () => undefined,
    );
    this.#builders.set(key, { asked });
    return asked;
  }

  /** The images that a build uses for platforms that they lack; requested once per request and builder. */
  baseProblems(request: BuildRequest, folder: WorkspaceFolder): Promise<readonly BaseProblem[]> {
    const builder = this.builder(folder, request.builder);
    const key = JSON.stringify([folder.uri.toString(), request, builder?.name, builder?.natives]);
    const asked = this.#bases.get(key) ?? this.deps.baseProblems(request, folder, builder, this.#signal);
    this.#bases.set(key, asked);
    return asked;
  }

  /** Requests again after a change, because the information about builders is outdated. */
  forgetBuilders(): void {
    this.#builders.clear();
  }

  /** All builders, as they become known. */
  builders(refresh: (known: readonly Builder[]) => void): Promise<readonly Builder[]> {
    return this.deps.builders(this.#signal, refresh);
  }

  /** Names that require a search. */
  imageHints(folder: WorkspaceFolder): Promise<ImageHints> {
    const key = folder.uri.toString();
    const known = this.#clues.get(key);
    if (known) {
      return known;
    }
    const looked = Promise.all([this.#searches.workloads(folder), this.deps.gitDescribe(folder)]).then(
      ([workloads, version]) => ({ workloads, version }),
    );
    this.#clues.set(key, looked);
    return looked;
  }
}

export interface ImageHints {
  readonly workloads: readonly WorkloadImage[];
  readonly version: string | undefined;
}

/** The answer if it arrives in time, otherwise the fallback. */
function within<T>(ms: number, asked: Promise<T>, other: T): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = afterwards(ms, () => {
      resolve(other);
    });
    asked.then(resolve, reject).finally(stop);
  });
}

function builderKey(folder: WorkspaceFolder, name: string | undefined): string {
  return `${folder.uri.toString()}\n${name ?? ''}`;
}
