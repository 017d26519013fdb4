import type { WorkspaceFolder } from 'vscode';
import type { Builder } from '../../../domain/builder/builder.ts';
import type { WorkloadImage } from '../../../domain/sources/manifests/workloads.ts';
import { afterwards } from '../../../services/concurrency/timer.ts';
import type { FoundSource, FoundSources } from '../../workspaceSources.ts';
import type { WizardDeps } from './deps.ts';
import type { BuilderChoice } from '../../builders/builderChoice.ts';

/** How the workspace is searched; both may take a while and give up with the wizard. */
export interface Searches {
  sources(): Promise<FoundSources>;
  workloads(folder: WorkspaceFolder): Promise<readonly WorkloadImage[]>;
}

/** Milliseconds that a person waits for bake before the next step is shown without it. */
const patience = 2000;

/** What the steps of one run of the wizard share: everything is asked for once. */
export class WizardContext {
  readonly deps: WizardDeps;
  readonly #searches: Searches;
  readonly #signal: AbortSignal;
  readonly #builders = new Map<string, { choice?: BuilderChoice; readonly asked: Promise<void> }>();
  readonly #clues = new Map<string, Promise<ImageHints>>();
  readonly #described = new Map<FoundSource, { answer?: FoundSource; readonly asked: Promise<FoundSource> }>();
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
   * The source as bake reads its files. It is asked once for each, and waited for a moment: what is not known by then
   * stays unknown until the step is asked again.
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

  /** What is known of the builder that a build would use; nothing until it has been asked. */
  builder(folder: WorkspaceFolder, name: string | undefined): BuilderChoice | undefined {
    return this.#builders.get(builderKey(folder, name))?.choice;
  }

  /** Asks for the builder; resolves in any case, at the latest when the wizard is over. */
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

  /** Asks anew where something was changed: what was known of builders no longer holds. */
  forgetBuilders(): void {
    this.#builders.clear();
  }

  /** All builders there are, as they become known. */
  builders(refresh: (known: readonly Builder[]) => void): Promise<readonly Builder[]> {
    return this.deps.builders(this.#signal, refresh);
  }

  /** Names that have to be looked for. */
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

/** What is answered in time, else the other. */
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
