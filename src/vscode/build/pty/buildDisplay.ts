import type { TerminalDimensions } from 'vscode';
import type { BuildReport } from '../../../domain/build/report.ts';
import { stripControls } from '../../../domain/terminalText.ts';
import { l10n } from '../../shared/l10n.ts';
import type { BuildLog } from './buildLog.ts';
import { BuildTerminal, showCursor } from '../terminal/buildTerminal.ts';
import { finishWords } from '../terminal/words.ts';

/** The display of a build. It never fails: a build continues if it cannot be shown, and its outcome is still reported. */
export interface BuildDisplay {
  /** Draws something. After a failure, prints one line about it and draws nothing more. Never throws. */
  readonly draw: (draw: (view: BuildTerminal) => void) => void;
  /** The final lines. @param lines sentences that explain the outcome */
  readonly finish: (report: BuildReport, lines: readonly string[]) => void;
  /** The final lines if there is no report. */
  readonly fail: (error: unknown) => void;
  /** Stops drawing. */
  readonly stop: () => void;
}

/** Milliseconds between two redraws. */
const pause = 100;

export function createBuildDisplay({
  write,
  dimensions,
  log,
  secrets,
}: {
  /** May throw. */
  readonly write: (text: string) => void;
  readonly dimensions: TerminalDimensions | undefined;
  readonly log: BuildLog;
  /** Values to redact. */
  readonly secrets: readonly string[];
}): BuildDisplay {
  let isBroken = false;
  const timers = new Set<NodeJS.Timeout>();

  const view = new BuildTerminal({
    write,
    columns: dimensions?.columns ?? 80,
    ...(dimensions && { rows: dimensions.rows }),
    schedule: (flush) => {
      const timer = setTimeout(() => {
        timers.delete(timer);
        draw(flush);
      }, pause);
      timers.add(timer);
      return {
        cancel: () => {
          timers.delete(timer);
          clearTimeout(timer);
        },
      };
    },
    ...(log.path !== undefined && { saveLog: { write: log.write, path: log.path } }),
    secrets,
    now: () => performance.now(),
  });

  function stop(): void {
    for (const timer of timers) {
      clearTimeout(timer);
    }
    timers.clear();
  }

  /** The terminal or the text itself may fail; the end of the task then reports the rest. */
  function say(words: () => readonly string[]): void {
    try {
      const lines = words().map((line) => stripControls(line.replace(/[\r\n]+/g, ' ')));
      log.write(`${lines.join('\n')}\n`);
      write(`\r\n${showCursor}${lines.map((line) => `${line}\r\n`).join('')}`);
    } catch {
      // nobody is left to report to
    }
  }

  function draw(work: (view: BuildTerminal) => void): void {
    if (isBroken) {
      return;
    }
    try {
      work(view);
    } catch (error) {
      isBroken = true;
      stop();
      say(() => [l10n.t('The build continues, but its progress can no longer be shown: {0}', wordsOf(error))]);
    }
  }

  return {
    draw,
    finish: (report, lines) => {
      draw(() => {
        view.finish(report, lines);
      });
      if (isBroken) {
        say(() => [finishWords(report).text, ...lines]);
      }
    },
    fail: (error) => {
      isBroken = true;
      say(() => [`✗ ${wordsOf(error)}`]);
    },
    stop,
  };
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
