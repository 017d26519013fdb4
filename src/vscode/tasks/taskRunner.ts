import {
  CustomExecution,
  type Pseudoterminal,
  Task,
  type TaskDefinition,
  type TaskExecution,
  TaskGroup,
  TaskPanelKind,
  TaskRevealKind,
  tasks,
  workspace,
  type WorkspaceFolder,
} from 'vscode';
import { planBuild, type BuildPlan, type RequestProblem } from '../../domain/buildPlan.ts';
import type { BuildRequest } from '../../domain/buildRequest.ts';
import { readRequest } from '../../domain/buildRequest.ts';
import type { BuildReport } from '../../domain/buildReport.ts';
import { DiagnosedError } from '../../domain/diagnosis/diagnosis.ts';
import { diagnosisOf } from '../../domain/diagnosis/remedies.ts';
import type { TargetPlatformsOf } from '../clusters/targets.ts';
import { settings } from '../settings.ts';
import { describeProblems } from '../texts/requestProblems.ts';
import type { BuildPtyDeps } from './buildPty.ts';
import { refusalPty } from './refusalPty.ts';
import { l10n } from '../shared/l10n.ts';

export const taskType = 'multiarch';

export interface FinishedBuild {
  readonly report: BuildReport;
  readonly request: BuildRequest;
  readonly plan: BuildPlan;
  readonly folder: WorkspaceFolder;
  /** It was a step on the way to something else, which tells the outcome itself. */
  readonly aside: boolean;
}

export interface RunOptions {
  readonly signal?: AbortSignal;
  /** It is a step on the way to something else: only its failure is told, and nothing of it is remembered. */
  readonly aside?: boolean;
  /** Nobody can be asked: what would need a question fails. */
  readonly unattended?: boolean;
}

export interface TaskRunner {
  /** A task for a definition; whoever starts it, it runs in the same terminal and is reported in the same way. */
  task(definition: TaskDefinition, folder: WorkspaceFolder, name: string): Task;
  /** Runs a request as a task. Rejects with `invalidRequest` when it is no plan, with `untrusted` in an untrusted workspace. */
  run(request: BuildRequest, folder: WorkspaceFolder, options?: RunOptions): Promise<BuildReport>;
}

export type TaskRunnerDeps = Pick<BuildPtyDeps, 'builds' | 'openLogFile'> & {
  readonly finished: (build: FinishedBuild) => void;
  readonly targetPlatforms: TargetPlatformsOf;
};

interface TaskOptions {
  readonly then?: (report: BuildReport) => void;
  readonly aside?: boolean;
  readonly unattended?: boolean;
}

export function createTaskRunner({ builds, openLogFile, finished, targetPlatforms }: TaskRunnerDeps): TaskRunner {
  /** Who asks for a build that runs is given that one: VS Code would ask what to do with the task that is active. */
  const running = new Map<string, Promise<BuildReport>>();

  async function terminal(
    definition: TaskDefinition,
    folder: WorkspaceFolder,
    { then, aside = false, unattended = false }: TaskOptions,
  ): Promise<Pseudoterminal> {
    const plan = planFor(definition, folder, targetPlatforms);
    if (!plan.ok) {
      return refusalPty(describeProblems(plan.problem));
    }
    const { createBuildPty } = await import('./buildPty.ts');
    return createBuildPty(plan.value, {
      builds,
      unattended,
      openLogFile,
      workspaceFolder: folder.uri.fsPath,
      finished: (report) => {
        const request = readRequest(definition);
        finished({ report, request: request.ok ? request.value : {}, plan: plan.value, folder, aside });
        then?.(report);
      },
    });
  }

  function task(definition: TaskDefinition, folder: WorkspaceFolder, name: string, options: TaskOptions = {}): Task {
    const made = new Task(
      definition,
      folder,
      name,
      taskType,
      // VS Code gives the definition back with its variables, such as ${workspaceFolder}, filled in
      new CustomExecution((resolved) => terminal({ ...definition, ...resolved }, folder, options)),
      ['$multiarch'],
    );
    made.group = TaskGroup.Build;
    made.detail = detail(definition);
    made.presentationOptions = {
      reveal: TaskRevealKind.Always,
      panel: TaskPanelKind.Shared,
      clear: true,
      focus: false,
      showReuseMessage: false,
    };
    return made;
  }

  return {
    task: (definition, folder, name) => task(definition, folder, name),
    async run(request, folder, { signal, aside = false, unattended = false } = {}) {
      if (!workspace.isTrusted) {
        throw new DiagnosedError(diagnosisOf('untrusted'));
      }
      const plan = planFor(request, folder, targetPlatforms);
      if (!plan.ok) {
        throw new DiagnosedError(diagnosisOf('invalidRequest', reasonOf(plan.problem)));
      }
      const key = JSON.stringify([folder.uri.toString(), request]);
      const already = running.get(key);
      if (already) {
        return already;
      }
      const build = new Promise<BuildReport>((resolve, reject) => {
        const started = task({ ...request, type: taskType }, folder, taskName(request), {
          then: resolve,
          aside,
          unattended,
        });
        tasks.executeTask(started).then((execution) => {
          endWith(signal, execution);
        }, reject);
      }).finally(() => running.delete(key));
      running.set(key, build);
      return build;
    },
  };
}

function endWith(signal: AbortSignal | undefined, execution: TaskExecution): void {
  const end = () => {
    execution.terminate();
  };
  if (signal?.aborted) {
    end();
  }
  signal?.addEventListener('abort', end, { once: true });
}

/** What to say of a request that is no plan, and the part of it to change. */
function reasonOf(problems: readonly RequestProblem[]): Record<string, string> {
  const part = problems.find((problem) => problem.part === 'platforms' || problem.part === 'image')?.part;
  return { detail: describeProblems(problems).join(' '), ...(part !== undefined && { reason: part }) };
}

/** What a request is called in lists: its first image, or what it builds. */
export function taskName(request: BuildRequest): string {
  const what = request.tags?.[0] ?? request.bakeTargets?.join(', ') ?? request.dockerfile ?? request.context ?? '.';
  return l10n.t('build {0}', what);
}

/** The one way from a request to a plan: for the command, the task, the preview and the API alike. */
export function planFor(request: unknown, folder: WorkspaceFolder, targetPlatforms: TargetPlatformsOf) {
  return planBuild(request, {
    directory: folder.uri.fsPath,
    platforms: targetPlatforms(folder.uri),
    builder: settings.builder(folder.uri),
  });
}

function detail(definition: TaskDefinition): string {
  const request = readRequest(definition);
  return request.ok ? [request.value.output, request.value.platforms?.join(', ')].filter(Boolean).join(' · ') : '';
}
