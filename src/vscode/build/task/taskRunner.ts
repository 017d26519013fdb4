import {
  type Pseudoterminal,
  type Task,
  type TaskDefinition,
  type TaskExecution,
  TaskGroup,
  tasks,
  workspace,
  type WorkspaceFolder,
} from 'vscode';
import { safeText, type SafeText } from '../../../domain/safeText.ts';
import { planBuild, type RequestProblem } from '../../../domain/build/planBuild.ts';
import type { BuildPlan } from '../../../domain/build/plan.ts';
import type { BuildRequest } from '../../../domain/build/request.ts';
import { readRequest } from '../../../domain/build/request.ts';
import type { BuildReport } from '../../../domain/build/report.ts';
import { writable } from '../../../domain/build/requestSecrets.ts';
import { clientPlatform } from '../../../domain/platform.ts';
import { DiagnosedError } from '../../../domain/diagnosis/diagnosis.ts';
import { diagnosisOf } from '../../../domain/diagnosis/remedies.ts';
import { CancelledError } from '../../../tools/process/errors.ts';
import type { TargetPlatformsOf } from '../../shared/targetPlatformsOf.ts';
import { settings } from '../../settings/settings.ts';
import { describeProblems } from '../texts/requestProblems.ts';
import type { BuildPtyDeps } from '../pty/buildPty.ts';
import { refusalPty } from '../pty/refusalPty.ts';
import { l10n } from '../../shared/l10n.ts';
import { taskType, terminalTask, withoutVariables, withVariables } from '../../shared/tasks.ts';
import { createRuns, type Run } from './runs.ts';

export interface FinishedBuild {
  readonly report: BuildReport;
  readonly request: BuildRequest;
  readonly plan: BuildPlan;
  readonly folder: WorkspaceFolder;
  /** It was a step on the way to something else, which tells the outcome itself. */
  readonly aside: boolean;
  /** It was for local use: its folder's last build, which may push, stays that. */
  readonly local: boolean;
}

export interface RunOptions {
  readonly signal?: AbortSignal;
  /** It is a step on the way to something else: only its failure is told, and nothing of it is remembered. */
  readonly aside?: boolean;
  /** It is for local use: its folder's last build, which may push, stays that. */
  readonly local?: boolean;
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
  /** Tells of what went wrong in a task that nobody waits for, or after a build. */
  readonly failed: (error: unknown) => void;
} & PlanWorld;

/** What a plan depends on besides its request. */
export interface PlanWorld {
  readonly targetPlatforms: TargetPlatformsOf;
  /** What the builders that are known list: nothing of it is a mistake. */
  readonly listedPlatforms: () => readonly string[];
}

/** Somebody waits for the task. */
interface TaskRun extends Run<BuildReport> {
  /** What is wanted; the definition of its task has no secrets. */
  readonly request: BuildRequest;
  readonly opens: (terminal: Pseudoterminal) => void;
}

export function createTaskRunner({ builds, openLogFile, finished, failed, ...world }: TaskRunnerDeps): TaskRunner {
  const runs = createRuns<BuildReport>();

  /** Never rejects: VS Code would leave the task running. */
  async function terminal(wanted: unknown, folder: WorkspaceFolder, run: TaskRun | undefined): Promise<Pseudoterminal> {
    const fail = run?.reject ?? failed;
    try {
      const plan = planFor(wanted, folder, world);
      if (!plan.ok) {
        run?.reject(invalid(plan.problem));
        return refusalPty(describeProblems(plan.problem));
      }
      const { createBuildPty } = await import('../pty/buildPty.ts');
      const pty = createBuildPty(plan.value, {
        builds,
        isAttended: run?.isAttended ?? (() => true),
        openLogFile,
        workspaceFolder: folder.uri.fsPath,
        finished: (report) => {
          run?.resolve(report);
          const request = readRequest(wanted);
          try {
            finished({
              report,
              request: request.ok ? request.value : {},
              plan: plan.value,
              folder,
              aside: run?.isAside() ?? false,
              local: run?.isLocal() ?? false,
            });
          } catch (error) {
            failed(error);
          }
        },
        failed: fail,
      });
      run?.opens(pty);
      return pty;
    } catch (error) {
      fail(error);
      return refusalPty([error instanceof Error ? error.message : String(error)]);
    }
  }

  function task(definition: TaskDefinition, folder: WorkspaceFolder, name: string, run?: TaskRun): Task {
    const made = terminalTask(
      { definition, scope: folder, name: safeText(name), source: taskType, detail: detail(definition) },
      // VS Code gives the definition back with its variables, such as ${workspaceFolder}, filled in
      (resolved) => terminal(run?.request ?? withVariables({ ...definition, ...resolved }), folder, run),
      ['$multiarch'],
    );
    made.group = TaskGroup.Build;
    return made;
  }

  return {
    task: (definition, folder, name) => task(definition, folder, name),
    async run(given, folder, { signal, aside = false, local = false, unattended = false } = {}) {
      if (!workspace.isTrusted) {
        throw new DiagnosedError(diagnosisOf('untrusted'));
      }
      const plan = planFor(given, folder, world);
      if (!plan.ok) {
        throw invalid(plan.problem);
      }
      const read = readRequest(given);
      const request = read.ok ? read.value : {};
      const key = JSON.stringify([folder.uri.toString(), request]);
      return runs(key, {
        signal,
        aside,
        unattended,
        local,
        start: async (run) => {
          let pty: Pseudoterminal | undefined;
          // VS Code writes the definition of each task that was run into its own storage, for good
          const kept = writable(request);
          const made = task(withoutVariables({ ...kept, type: taskType }), folder, taskName(kept), {
            ...run,
            request,
            opens: (terminal) => (pty = terminal),
          });
          // one that is ended before its terminal was opened ends its run, too
          return execute(made, () => {
            if (pty) {
              pty.close();
            } else {
              run.reject(new CancelledError());
            }
          });
        },
      });
    },
  };
}

/** Starts a task, and calls back when it has ended, however that came about. */
async function execute(task: Task, ended: () => void): Promise<TaskExecution> {
  const over = new Set<TaskExecution>();
  let execution: TaskExecution | undefined;
  const listener = tasks.onDidEndTask((event) => {
    over.add(event.execution);
    settle();
  });
  const settle = () => {
    if (execution && over.has(execution)) {
      listener.dispose();
      ended();
    }
  };
  try {
    execution = await tasks.executeTask(task);
  } catch (error) {
    listener.dispose();
    throw error;
  }
  settle();
  return execution;
}

function invalid(problems: readonly RequestProblem[]): DiagnosedError {
  return new DiagnosedError(diagnosisOf('invalidRequest', reasonOf(problems)));
}

/** What to say of a request that is no plan, and the part of it to change. */
function reasonOf(problems: readonly RequestProblem[]): Record<string, string> {
  const part = problems.find((problem) => problem.part === 'platforms' || problem.part === 'image')?.part;
  return { detail: describeProblems(problems).join(' '), ...(part !== undefined && { reason: part }) };
}

/** What a request is called in lists: its first image, or what it builds. */
export function taskName(request: BuildRequest): SafeText {
  const what = request.tags?.[0] ?? request.bakeTargets?.join(', ') ?? request.dockerfile ?? request.context ?? '.';
  return l10n.t('build {0}', what);
}

/** The one way from a request to a plan: for the command, the task, the preview and the API alike. */
export function planFor(request: unknown, folder: WorkspaceFolder, { targetPlatforms, listedPlatforms }: PlanWorld) {
  return planBuild(request, {
    listed: listedPlatforms(),
    client: clientPlatform(process),
    directory: folder.uri.fsPath,
    platforms: targetPlatforms(folder.uri),
    builder: settings.builder(folder.uri),
  });
}

function detail(definition: TaskDefinition): SafeText {
  const request = readRequest(definition);
  const parts = request.ok ? [request.value.output, request.value.platforms?.join(', ')] : [];
  return safeText(parts.filter(Boolean).join(' · '));
}
