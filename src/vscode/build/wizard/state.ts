import type { WorkspaceFolder } from 'vscode';
import { defaultDestination } from '../../../domain/build/planBuild.ts';
import type { BuildOutput, BuildRequest } from '../../../domain/build/request.ts';
import { nameOf, requestFor, type BuildSource } from '../../../domain/sources/buildSource.ts';
import { namedPlatforms } from '../../../domain/sources/described.ts';
import { choosableStages } from '../../../domain/sources/dockerfile.ts';
import { directoryOf } from '../../../domain/sources/fileKinds.ts';
import { imageNameFrom } from '../../../domain/sources/manifests/suggestImages.ts';
import { asideRequest, type AsideGoal } from '../../../domain/policy/asideRequest.ts';
import type { FoundSource } from '../../workspaceSources.ts';
import type { Next, Step } from '../../shared/picks/runSteps.ts';

export type StepId = 'source' | 'context' | 'stage' | 'platforms' | 'image' | 'output' | 'plan' | 'builder';

/** What has been answered so far. */
export interface WizardState {
  readonly found?: FoundSource;
  readonly context?: string | undefined;
  /** The stage to build; without it the last one. */
  readonly target?: string | undefined;
  readonly platforms: readonly string[];
  /** Empty: none, or what the bake or Compose file says. */
  readonly tags: readonly string[];
  readonly output?: BuildOutput;
  readonly destination?: string | undefined;
  readonly builder?: string | undefined;
  /** It was made a task of, and is not to be built now. */
  readonly saved?: boolean;
  /** The request that this one comes from; what the wizard does not ask about is kept from it. */
  readonly former?: BuildRequest | undefined;
  /** What is not up to the person: it is shown, and stays through every other answer. */
  readonly fixed?: AsideGoal | undefined;
}

/** The steps whose answers are fixed along with the goal. */
const fixedSteps: readonly StepId[] = ['platforms', 'image', 'output'];

/** Whether the answer of a step is not up to the person. */
export function isFixed({ fixed }: WizardState, step: StepId): boolean {
  return fixed !== undefined && fixedSteps.includes(step);
}

/** The state with the answers that are fixed, whatever it had instead. */
export function withFixed(state: WizardState, fixed: AsideGoal | undefined): WizardState {
  return fixed ? { ...state, fixed, platforms: fixed.platforms, tags: fixed.tags, output: 'push' } : state;
}

export type WizardStep = Step<WizardState, StepId>;
export type NextStep = Next<WizardState, StepId>;

/** The state once there is a source to speak of; every step but the first one has it. */
export interface Chosen {
  readonly folder: WorkspaceFolder;
  readonly source: BuildSource;
}

export function chosen({ found }: WizardState): Chosen {
  if (!found) {
    throw new Error('no source was chosen');
  }
  return found;
}

export function hasContextChoice({ found }: WizardState): boolean {
  return found?.source.kind === 'dockerfile' && directoryOf(found.source.file) !== '.';
}

export function hasStageChoice({ found }: WizardState): boolean {
  return found?.source.kind === 'dockerfile' && choosableStages(found.source.stages).length > 0;
}

/** One name can be given to what comes out of it. */
export function isNameable({ found }: WizardState): boolean {
  return !(found?.source.kind === 'bake' && found.source.several);
}

/** Whether the result has a name, of its own or out of the file. */
export function isNamed(state: WizardState): boolean {
  const source = state.found?.source;
  const byFile =
    source !== undefined &&
    source.kind !== 'dockerfile' &&
    (source.tags.length > 0 || source.unknown?.includes('tags') === true || !isNameable(state));
  return state.tags.length > 0 || byFile;
}

/** The folder that an OCI layout would be written into. */
export function destinationOf(state: WizardState): string {
  const { folder, source } = chosen(state);
  return (
    state.destination ??
    defaultDestination(state.tags.length > 0 ? state.tags : [imageNameFrom(nameOf(source, folder.name))])
  );
}

/** The request that the answers make. */
export function requestOf(state: WizardState): BuildRequest {
  const { context, target, platforms, tags, output = 'cache', builder, former, fixed } = state;
  const destination = destinationOf(state);
  const answers = { context, target, platforms, tags, output, destination, builder };
  const request = requestFor(chosen(state).source, answers, former);
  return fixed ? asideRequest(request, fixed) : request;
}

/** Takes over from a request what can be answered by it; `platforms` stand in where it names none. */
export function stateFrom(request: BuildRequest, found: FoundSource, platforms: readonly string[]): WizardState {
  const { context = '.', target, tags = [], output, destination, builder } = request;
  return {
    found,
    ...(found.source.kind === 'dockerfile' && { context, target }),
    platforms: request.platforms ?? platforms,
    tags,
    ...(output && { output }),
    destination,
    builder,
    former: request,
  };
}

/** The platforms to begin with: those of the file, of the folder's last build, of the settings. */
export function platformsToBegin(
  source: BuildSource,
  last: BuildRequest | undefined,
  set: readonly string[],
): readonly string[] {
  const candidates = [source.kind === 'dockerfile' ? [] : namedPlatforms(source.platforms), last?.platforms ?? []];
  return candidates.find((platforms) => platforms.length > 0) ?? set;
}
