import type { WorkspaceFolder } from 'vscode';
import { defaultDestination } from '../../../domain/build/planBuild.ts';
import type { GivenInputs } from '../../../domain/build/inputs.ts';
import type { BuildOutput, BuildRequest } from '../../../domain/build/request.ts';
import { nameOf, requestFor, type BuildSource } from '../../../domain/sources/buildSource.ts';
import { namedPlatforms } from '../../../domain/sources/described.ts';
import { choosableStages } from '../../../domain/sources/dockerfile.ts';
import { directoryOf } from '../../../domain/sources/fileKinds.ts';
import { imageNameFrom } from '../../../domain/sources/manifests/suggestImages.ts';
import { asideRequest, type AsideGoal } from '../../../domain/policy/asideRequest.ts';
import type { FoundSource } from '../../workspaceSources.ts';
import type { Next, Step } from '../../shared/picks/runSteps.ts';

export type StepId = 'source' | 'context' | 'stage' | 'inputs' | 'platforms' | 'image' | 'output' | 'plan' | 'builder';

/** The answers so far. */
export interface WizardState {
  readonly found?: FoundSource;
  /** The workspace has no other source, so it was not asked for. */
  readonly isOnlySource?: boolean;
  readonly context?: string | undefined;
  /** The stage to build; by default the last one. */
  readonly target?: string | undefined;
  /** The values for the Dockerfile, if one was changed; otherwise those of `former` apply. */
  readonly inputs?: GivenInputs;
  readonly platforms: readonly string[];
  /** Empty: none, or the names of the bake or Compose file. */
  readonly tags: readonly string[];
  readonly output?: BuildOutput;
  readonly destination?: string | undefined;
  readonly builder?: string | undefined;
  /** It was saved as a task, and is not built now. */
  readonly saved?: boolean;
  /** The original request; keeps what the wizard does not ask for. */
  readonly former?: BuildRequest | undefined;
  /** The names that a build just failed for. */
  readonly failedTags?: readonly string[];
  /** The fixed answers: they are shown, and other answers do not change them. */
  readonly fixed?: AsideGoal | undefined;
}

/** The steps with fixed answers. */
const fixedSteps: readonly StepId[] = ['platforms', 'image', 'output'];

/** Whether the answer of a step cannot be changed. */
export function isFixed({ fixed, isOnlySource }: WizardState, step: StepId): boolean {
  return step === 'source' ? isOnlySource === true : fixed !== undefined && fixedSteps.includes(step);
}

/** The state with its fixed answers restored. */
export function withFixed(state: WizardState, fixed: AsideGoal | undefined): WizardState {
  return fixed ? { ...state, fixed, platforms: fixed.platforms, tags: fixed.tags, output: 'push' } : state;
}

export type WizardStep = Step<WizardState, StepId>;
export type NextStep = Next<WizardState, StepId>;

/** The state once there is a source; every step but the first one has it. */
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

/** Whether the result can have a single name. */
export function isNameable({ found }: WizardState): boolean {
  return !(found?.source.kind === 'bake' && found.source.several);
}

/** Whether the result has a name, either given or from the file. */
export function isNamed(state: WizardState): boolean {
  const source = state.found?.source;
  const byFile =
    source !== undefined &&
    source.kind !== 'dockerfile' &&
    (source.tags.length > 0 || source.unknown?.includes('tags') === true || !isNameable(state));
  return state.tags.length > 0 || byFile;
}

/** The folder for an OCI layout. */
export function destinationOf(state: WizardState): string {
  const { folder, source } = chosen(state);
  return (
    state.destination ??
    defaultDestination(state.tags.length > 0 ? state.tags : [imageNameFrom(nameOf(source, folder.name))])
  );
}

/** The request with the answers. */
export function requestOf(state: WizardState): BuildRequest {
  const { context, target, platforms, tags, output = 'cache', builder, former, fixed } = state;
  const destination = destinationOf(state);
  const answers = { context, target, platforms, tags, output, destination, builder };
  const { buildArgs, secrets, ssh, ...others } = requestFor(chosen(state).source, answers, former);
  const request = { ...others, ...filled(state.inputs ?? { buildArgs, secrets, ssh }) };
  return fixed ? asideRequest(request, fixed) : request;
}

/** The values for the Dockerfile so far. */
export function inputsIn({ inputs, former = {} }: WizardState): GivenInputs {
  const { buildArgs, secrets, ssh } = former;
  return inputs ?? filled({ buildArgs, secrets, ssh });
}

/** Without empty properties. */
function filled({ buildArgs = {}, secrets = [], ssh = [] }: Loose<GivenInputs>): GivenInputs {
  return {
    ...(Object.keys(buildArgs).length > 0 && { buildArgs }),
    ...(secrets.length > 0 && { secrets }),
    ...(ssh.length > 0 && { ssh }),
  };
}

type Loose<T> = { readonly [K in keyof T]: T[K] | undefined };

/** Takes answers from a request; `platforms` are used if it has none. */
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

/** The initial platforms: those of the file, of the folder's last build, or of the settings. */
export function platformsToBegin(
  source: BuildSource,
  last: BuildRequest | undefined,
  set: readonly string[],
): readonly string[] {
  const candidates = [source.kind === 'dockerfile' ? [] : namedPlatforms(source.platforms), last?.platforms ?? []];
  return candidates.find((platforms) => platforms.length > 0) ?? set;
}
