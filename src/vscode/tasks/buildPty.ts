import path from 'node:path';
import { EventEmitter, l10n, type Pseudoterminal, type TerminalDimensions } from 'vscode';
import type { BuildPlan } from '../../domain/buildPlan.ts';
import type { BuildReport } from '../../domain/buildReport.ts';
import { secretValues } from '../../domain/planSecrets.ts';
import type { Builds } from '../../services/builds.ts';
import { commandLineIn } from '../../tools/process/quote.ts';
import { pinnedReference } from '../outcome/pinnedReference.ts';
import { commandNotes } from '../texts/commandNotes.ts';
import { explain } from '../texts/diagnosis.ts';
import { BuildTerminal, type ProblemLine } from './buildTerminal.ts';

const ctrlC = '\x03';

export interface BuildPtyDeps {
  readonly builds: Builds;
  /** Opens the file that takes the whole output of this build; the terminal may leave lines out. */
  readonly openLogFile: () => {
    readonly write: (text: string) => void;
    readonly end: () => void;
    readonly path: string;
  };
  /** The path of the workspace folder. */
  readonly workspaceFolder: string;
  readonly finished: (report: BuildReport) => void;
}

/** The terminal of one build: starts it when it is opened, ends it with Ctrl+C or when it is closed. */
export function createBuildPty(
  plan: BuildPlan,
  { builds, openLogFile, workspaceFolder, finished }: BuildPtyDeps,
): Pseudoterminal {
  const write = new EventEmitter<string>();
  const close = new EventEmitter<number>();
  const abort = new AbortController();
  let terminal: BuildTerminal | undefined;

  async function run(dimensions: TerminalDimensions | undefined): Promise<void> {
    const log = openLogFile();
    const view = new BuildTerminal({
      write: (text) => {
        write.fire(text);
      },
      columns: dimensions?.columns ?? 80,
      ...(dimensions && { rows: dimensions.rows }),
      schedule: (flush) => {
        const timer = setTimeout(flush, 100);
        return {
          cancel: () => {
            clearTimeout(timer);
          },
        };
      },
      secrets: secretValues(plan),
      saveLog: { write: log.write, path: log.path },
      now: () => performance.now(),
    });
    terminal = view;
    const report = await builds.run(
      plan,
      {
        command: (argv) => {
          view.command(commandLineIn(path.relative(workspaceFolder, plan.directory), argv), commandNotes(plan));
        },
        started: (info) => {
          view.started(info);
        },
        event: (event) => {
          view.event(event);
        },
      },
      abort.signal,
    );
    view.problems(
      problems(report).map((problem) => ({
        ...problem,
        file: path.relative(workspaceFolder, path.resolve(plan.directory, problem.file)),
      })),
    );
    view.finish(report, explanation(report));
    log.end();
    finished(report);
    close.fire(report.ok ? 0 : 1);
  }

  return {
    onDidWrite: write.event,
    onDidClose: close.event,
    open: (dimensions) => void run(dimensions),
    close: () => {
      abort.abort();
    },
    handleInput: (data) => {
      if (data.includes(ctrlC)) {
        abort.abort();
      }
    },
    setDimensions: ({ columns, rows }) => {
      terminal?.resize(columns, rows);
    },
  };
}

function explanation(report: BuildReport): string[] {
  const { failure } = report;
  if (!failure) {
    const pinned = report.verified ? report.images.map(pinnedReference) : [];
    return pinned
      .filter((reference) => reference !== undefined)
      .map((reference) => l10n.t('Read back: {0}', reference));
  }
  if (failure.code === 'cancelled') {
    // the line before says so
    return [];
  }
  const { message, advice } = explain(failure);
  // with a place in a file the sentence stands in the problem's line
  return [failure.location ? undefined : message, advice].filter((line) => line !== undefined);
}

/**
 * What failed comes first: 0.1 s after the end VS Code drops the lines that it has not looked at (terminalTaskSystem.ts). Files are told as
 * the problem matcher takes them without looking for them.
 */
function problems({ failure, warnings }: BuildReport): ProblemLine[] {
  const listed = warnings.map(({ file, line, rule, message }): ProblemLine => ({
    file,
    line,
    severity: 'warning',
    ...(rule !== undefined && { code: rule }),
    message,
  }));
  return failure?.location
    ? [{ ...failure.location, severity: 'error', code: failure.code, message: explain(failure).message }, ...listed]
    : listed;
}
