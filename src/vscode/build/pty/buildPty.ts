import path from 'node:path';
import { EventEmitter, type Pseudoterminal, type TerminalDimensions } from 'vscode';
import type { BuildPlan } from '../../../domain/build/plan.ts';
import type { BuildReport } from '../../../domain/build/report.ts';
import { secretValues } from '../../../domain/build/planSecrets.ts';
import type { Builds } from '../../../services/builds/run.ts';
import { CancelledError } from '../../../tools/process/errors.ts';
import { commandLineIn } from '../../../tools/process/quote.ts';
import { buildQuestions } from '../gate/buildQuestions.ts';
import { commandNotes } from '../texts/commandNotes.ts';
import { noteLine } from '../texts/gate.ts';
import { createBuildDisplay, type BuildDisplay } from './buildDisplay.ts';
import { openBuildLog, type OpenLogFile } from './buildLog.ts';
import { outcomeLines } from './outcomeLines.ts';
import { problemLines } from './problemLines.ts';

const ctrlC = '\x03';

export interface BuildPtyDeps {
  readonly builds: Builds;
  /** Nobody can answer questions about the build. */
  readonly isAttended: () => boolean;
  readonly openLogFile: OpenLogFile;
  /** The path of the workspace folder. */
  readonly workspaceFolder: string;
  /** Exactly one of these is called, exactly once, and the terminal closes then. */
  readonly finished: (report: BuildReport) => void;
  /** There is no report: the build was canceled before it started (`CancelledError`), or an internal error occurred. */
  readonly failed: (error: unknown) => void;
}

/** The terminal of one build: starts it when opened, and ends it on Ctrl+C or when closed. */
export function createBuildPty(
  plan: BuildPlan,
  { builds, isAttended, openLogFile, workspaceFolder, finished, failed }: BuildPtyDeps,
): Pseudoterminal {
  const write = new EventEmitter<string>();
  const close = new EventEmitter<number>();
  const abort = new AbortController();
  let display: BuildDisplay | undefined;
  let isBegun = false;

  async function build(dimensions: TerminalDimensions | undefined): Promise<BuildReport> {
    const lost: string[] = [];
    const log = openBuildLog(openLogFile, (reason) => {
      lost.push(reason);
      display?.draw((view) => {
        view.logLost(reason);
      });
    });
    const shown = createBuildDisplay({
      write: (text) => {
        write.fire(text);
      },
      dimensions,
      log,
      secrets: secretValues(plan),
    });
    display = shown;
    const { draw } = shown;
    for (const reason of lost) {
      draw((view) => {
        view.logLost(reason);
      });
    }
    let { directory } = plan;
    try {
      const report = await builds.run(
        plan,
        {
          command: (argv) => {
            draw((view) => {
              const folder = path.relative(workspaceFolder, directory);
              view.command(commandLineIn(folder, argv, plan.bakeVariables), commandNotes(plan, argv));
            });
          },
          started: (info) => {
            draw((view) => {
              view.started(info);
            });
          },
          event: (event) => {
            draw((view) => {
              view.event(event);
            });
          },
          note: (note) => {
            directory = note.kind === 'atTop' ? plan.workspace : directory;
            draw((view) => {
              view.note(noteLine(note));
            });
          },
        },
        abort.signal,
        { ...buildQuestions, isAttended },
      );
      // finding their paths reads the disk
      const problems = await problemLines(report, { directory, folder: workspaceFolder });
      draw((view) => {
        view.problems(problems);
      });
      shown.finish(report, outcomeLines(report, plan.output));
      return report;
    } catch (error) {
      shown.fail(error);
      throw error;
    } finally {
      shown.stop();
      log.end();
    }
  }

  async function run(dimensions: TerminalDimensions | undefined): Promise<void> {
    isBegun = true;
    const outcome = await build(dimensions).then(
      (report) => ({ report }),
      (error: unknown) => ({ error }),
    );
    // nothing may continue after a failure here
    abort.abort();
    end(outcome);
  }

  function end(outcome: { readonly report: BuildReport } | { readonly error: unknown }): void {
    try {
      if ('report' in outcome) {
        finished(outcome.report);
      } else {
        failed(outcome.error);
      }
    } finally {
      close.fire('report' in outcome && outcome.report.ok ? 0 : 1);
    }
  }

  return {
    onDidWrite: write.event,
    onDidClose: close.event,
    open: (dimensions) => {
      // only its listener can make it fail, and already knows
      run(dimensions).catch(() => undefined);
    },
    close: () => {
      abort.abort();
      if (!isBegun) {
        isBegun = true;
        end({ error: new CancelledError() });
      }
    },
    handleInput: (data) => {
      if (data.includes(ctrlC)) {
        abort.abort();
      }
    },
    setDimensions: ({ columns, rows }) => {
      display?.draw((view) => {
        view.resize(columns, rows);
      });
    },
  };
}
