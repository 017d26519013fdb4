import { EventEmitter, type Event } from 'vscode';
import type { Builder } from '../../domain/builder/builder.ts';
import { oldBuildx, type OldBuildx } from '../../domain/builder/oldBuildx.ts';
import type { DiagnosedError } from '../../domain/diagnosis/diagnosis.ts';
import { whileAsking } from '../../domain/builder/whileAsking.ts';
import type { BuilderListing } from '../../services/builders/listing/listing.ts';
import type { Environment } from '../../services/environment.ts';

/** The builder that a build would use, and what selects it. */
export interface InUse {
  readonly name: string;
  readonly by: 'setting' | 'environment' | 'docker';
}

/** The current information about all builders, shared by the view, picks and commands. */
export interface BuilderModel {
  /** New information, or another current builder. */
  readonly onDidChange: Event<void>;
  /** The last answer, or its available part; undefined before the first query. */
  readonly known: readonly Builder[] | undefined;
  /** Why the last query failed. */
  readonly problem: DiagnosedError | undefined;
  /** Set if the Buildx of the last answer is too old. */
  readonly oldBuildx: OldBuildx | undefined;
  /**
   * Queries again; concurrent calls share the answer. Rejects with a `DiagnosedError`.
   *
   * @param changed something was just changed: a pending answer may predate it, so another query follows
   */
  refresh(changed?: boolean): Promise<readonly Builder[]>;
  /** The builder that a build here would use, and what selects it: the setting, `BUILDX_BUILDER`, or Docker. */
  inUse(): InUse | undefined;
  /** Announces that the current builder may have changed. */
  settingChanged(): void;
  dispose(): void;
}

export interface BuilderModelDeps {
  readonly listing: Pick<BuilderListing, 'list'>;
  readonly buildx: () => ReturnType<Environment['buildx']>;
  readonly explain: (error: unknown) => DiagnosedError;
  /** The setting `multiarch.builder`. */
  readonly setting: () => string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export function createBuilderModel({ listing, buildx, explain, setting, environment }: BuilderModelDeps): BuilderModel {
  const changes = new EventEmitter<void>();
  let known: readonly Builder[] | undefined;
  let problem: DiagnosedError | undefined;
  let old: OldBuildx | undefined;
  let running: Promise<readonly Builder[]> | undefined;
  let next: Promise<readonly Builder[]> | undefined;

  function learn(builders: readonly Builder[]): void {
    known = builders;
    problem = undefined;
    changes.fire();
  }

  async function ask(): Promise<readonly Builder[]> {
    const before = known ?? [];
    try {
      const builders = await listing.list({
        onPartial: (partial) => {
          learn(whileAsking(partial, before));
        },
      });
      old = oldBuildx(await buildx());
      learn(builders);
      return builders;
    } catch (error) {
      const explained = explain(error);
      if (explained.code !== 'cancelled') {
        problem = explained;
        changes.fire();
      }
      throw explained;
    } finally {
      running = undefined;
    }
  }

  function start(): Promise<readonly Builder[]> {
    next = undefined;
    return (running = ask());
  }

  return {
    onDidChange: changes.event,
    get known() {
      return known;
    },
    get problem() {
      return problem;
    },
    get oldBuildx() {
      return old;
    },
    refresh(changed = false) {
      if (running === undefined) {
        return start();
      }
      return changed ? (next ??= running.then(start, start)) : (next ?? running);
    },
    inUse() {
      const set = setting();
      if (set !== undefined) {
        return { name: set, by: 'setting' };
      }
      const name = environment.BUILDX_BUILDER;
      if (name !== undefined && name !== '') {
        return { name, by: 'environment' };
      }
      const current = known?.find((builder) => builder.current);
      return current && { name: current.name, by: 'docker' };
    },
    settingChanged: () => {
      changes.fire();
    },
    dispose: () => {
      changes.dispose();
    },
  };
}
