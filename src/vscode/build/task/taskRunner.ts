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
import { shortName } from '../../shared/text/shortName.ts';
import { taskType, terminalTask, withoutVariables, withVariables } from '../../shared/tasks.ts';
import { createRuns, type Run } from './runs.ts';

export interface FinishedBuild {
  readonly report: BuildReport;
  readonly request: BuildRequest;
  readonly plan: BuildPlan;
  readonly folder: WorkspaceFolder;
  /** An intermediate step: the caller reports the outcome. */
  readonly aside: boolean;
  /** For local use: the folder's last build, which may push, is kept. */
  readonly local: boolean;
}

export interface RunOptions {
  readonly signal?: AbortSignal;
  /** An intermediate step: only its failure is reported, and it is not remembered. */
  readonly aside?: boolean;
  /** For local use: the folder's last build, which may push, is kept. */
  readonly local?: boolean;
  /** Nobody can answer questions: a build that needs one fails. */
  readonly unattended?: boolean;
}

export interface TaskRunner {
  /** A task for a definition; however it is started, it runs in the same terminal and is reported in the same way. */
  task(definition: TaskDefinition, folder: WorkspaceFolder, name: string): Task;
  /** Runs a request as a task. Rejects with `invalidRequest` if it is not a valid plan, and with `untrusted` in an untrusted workspace. */
  run(request: BuildRequest, folder: WorkspaceFolder, options?: RunOptions): Promise<BuildReport>;
}

export type TaskRunnerDeps = Pick<BuildPtyDeps, 'builds' | 'openLogFile'> & {
  readonly finished: (build: FinishedBuild) => void;
  /** Reports a failure of a task that nobody waits for, or after a build. */
  readonly failed: (error: unknown) => void;
} & PlanWorld;

/** What a plan depends on besides its request. */
export interface PlanWorld {
  readonly targetPlatforms: TargetPlatformsOf;
  /** Platforms that known builders list: they are never treated as mistakes. */
  readonly listedPlatforms: () => readonly string[];
}

/** A caller waits for the task. */
interface TaskRun extends Run<BuildReport> {
  /** The request; its task definition has no secrets. */
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
      // VS Code returns the definition with its variables, such as ${workspaceFolder}, resolved
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
          // VS Code permanently stores the definition of every task that ran
          const kept = writable(request);
          const made = task(withoutVariables({ ...kept, type: taskType }), folder, taskName(kept), {
            ...run,
            request,
            opens: (terminal) => (pty = terminal),
          });
          // a task that is ended before its terminal opens also ends its run
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

/** Starts a task, and calls back after it has ended for any reason. */
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

/** The message for an invalid request, and the part to change. */
function reasonOf(problems: readonly RequestProblem[]): Record<string, string> {
  const part = problems.find((problem) => problem.part === 'platforms' || problem.part === 'image')?.part;
  return { detail: describeProblems(problems).join(' '), ...(part !== undefined && { reason: part }) };
}

/** The name of a request in lists and of its terminal: its first image without registry and namespace, or its source. */
export function taskName(request: BuildRequest): SafeText {
  const image = request.tags?.[0];
  const what =
    (image === undefined ? undefined : shortName(image)) ??
    request.bakeTargets?.join(', ') ??
    request.dockerfile ??
    request.context ??
    '.';
  return l10n.t('build {0}', what);
}

/** The only conversion from a request to a plan: for command, task, preview and API. */
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
