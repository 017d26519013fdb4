import type { WorkspaceFolder } from 'vscode';
import type { Capability } from '../../../../../src/domain/builder/capability.ts';
import { collectSources } from '../../../../../src/domain/sources/collect.ts';
import type { SourceFile } from '../../../../../src/domain/sources/readFiles.ts';
import { BuildMemory } from '../../../../../src/vscode/memory.ts';
import { WizardContext } from '../../../../../src/vscode/build/wizard/context.ts';
import type { WizardDeps } from '../../../../../src/vscode/build/wizard/deps.ts';
import type { BuilderChoice } from '../../../../../src/vscode/builders/builderChoice.ts';
import { memento } from '../../../../support/vscode/memento.ts';
import {
  Left,
  type Given,
  type Pick,
  type Place,
  type Row,
  type StepUi,
} from '../../../../../src/vscode/shared/picks/ui.ts';

export function folder(name: string): WorkspaceFolder {
  const path = `/ws/${name}`;
  const uri: unknown = { fsPath: path, path, toString: () => `file://${path}` };
  return { name, index: 0, uri: uri as WorkspaceFolder['uri'] };
}

/** A builder on amd64 with an emulator for arm64 and none for anything else. */
export function builder(
  capability: (output: string, count: number) => Capability = () => ({ ok: true }),
): BuilderChoice {
  return {
    name: 'default',
    driver: 'docker',
    status: 'running',
    nodeCount: 1,
    natives: [{ os: 'linux', architecture: 'amd64' }],
    warnings: () => [],
    platforms: ['linux/amd64', 'linux/amd64/v2', 'linux/arm64'],
    platformHow: (platform) => {
      const [, architecture] = platform.split('/');
      return architecture === 'amd64'
        ? { how: 'native', node: 'default' }
        : architecture === 'arm64'
          ? { how: 'emulated', node: 'default' }
          : { how: 'unsupported', node: 'default', reason: 'noEmulator' };
    },
    capability,
  };
}

export function contextFor(files: readonly SourceFile[], deps: Partial<WizardDeps> = {}, at = folder('shop')) {
  const memory = new BuildMemory(memento());
  const { sources, tooComplex } = collectSources(files);
  const found = sources.map((source) => ({ folder: at, source }));
  const workspaceSources = {
    sources: found,
    running: [],
    tooComplex: tooComplex.map((path) => ({ folder: at, path })),
  };
  const all: WizardDeps = {
    memory,
    sources: {
      findSources: () => Promise.resolve(workspaceSources),
      findWorkloadImages: () => Promise.resolve([]),
      sourceAt: () => Promise.resolve([]),
    },
    builderInUse: () => Promise.resolve(builder()),
    described: (source) => Promise.resolve(source),
    builders: () => Promise.resolve([]),
    setUpBuilder: () => Promise.resolve(undefined),
    useBuilder: () => Promise.resolve(),
    pinPlatforms: () => Promise.resolve(false),
    createBuilder: () => Promise.resolve(undefined),
    baseProblems: () => Promise.resolve([]),
    commandFor: (request) => ({ command: `build ${JSON.stringify(request)}` }),
    settings: () => ({ platforms: ['linux/amd64', 'linux/arm64'] }),
    gitDescribe: () => Promise.resolve('v1'),
    neededBy: () => undefined,
    saveTask: () => Promise.resolve(true),
    copyCommand: () => Promise.resolve(),
    ...deps,
  };
  const searches = { sources: () => all.sources.findSources(), workloads: () => Promise.resolve([]) };
  return {
    context: new WizardContext(all, searches, new AbortController().signal),
    memory: all.memory,
    folder: at,
    found,
  };
}

/** The user's action in a pick: a label to choose, rows to select, a text to type, or leaving. */
export interface Act {
  readonly choose?: string;
  readonly tick?: readonly string[];
  readonly type?: string;
  readonly leave?: 'back' | 'cancel';
}

/** Answers picks from a list of actions, and records what was shown for each. */
export class ScriptedUi {
  readonly shown: { readonly place: Place; readonly placeholder: string; readonly rows: readonly Row[] }[] = [];
  readonly #acts: Act[];
  readonly #folders: string[];

  constructor(acts: readonly Act[], folders: readonly string[] = []) {
    this.#acts = [...acts];
    this.#folders = [...folders];
  }

  get left(): number {
    return this.#acts.length;
  }

  at(place: Place): StepUi {
    return {
      pick: (pick) => this.#answer(pick, place),
      browse: () => Promise.resolve(this.#folders.shift()),
      hide: () => undefined,
    };
  }

  async #answer<R>(pick: Pick<R>, place: Place): Promise<R> {
    await pick.load?.(() => undefined);
    const only = pick.only?.();
    if (only !== undefined) {
      return only;
    }
    let ticked = pick.ticked ?? [];
    let typed = '';
    for (;;) {
      const act = this.#acts.shift();
      const rows = pick.rows(act?.type ?? typed, ticked);
      this.shown.push({ place, placeholder: pick.placeholder, rows });
      if (!act || act.leave) {
        throw new Left(act?.leave ?? 'cancel');
      }
      typed = act.type ?? typed;
      if (act.tick) {
        ticked = act.tick;
        pick.onTicked?.(ticked);
      }
      const active =
        rows.find(({ id }) => typed === '' && id === pick.active) ??
        rows.find(({ label, alwaysShow }) => alwaysShow ?? label.includes(typed));
      const row = act.choose === undefined ? active : rows.find(({ label }) => label === act.choose);
      const given: Given = { typed, row, ticked, tickedSinceTyping: act.tick !== undefined };
      const reaction = pick.accept(given);
      if ('answer' in reaction) {
        return reaction.answer;
      }
      typed = reaction.typed ?? typed;
      ticked = reaction.ticked ?? ticked;
    }
  }
}

/** A row as a line of text: `icon label | description`. */
export function line({ icon, label, description, heading }: Row): string {
  return [heading ? '--' : (icon ?? ''), label, description === undefined ? '' : `| ${description}`]
    .filter((part) => part !== '')
    .join(' ');
}
