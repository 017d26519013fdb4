import type { Builder } from '../../../domain/builder/builder.ts';
import type { BuildProgress, Lane } from '../../../domain/buildProgress.ts';
import type { BuildReport } from '../../../domain/build/report.ts';
import type { Route } from '../../../domain/builder/route.ts';
import { safeText } from '../../../domain/safeText.ts';
import { stripControls } from '../../../domain/terminalText.ts';
import type { ProgressEvent } from '../../../tools/buildx/progress.ts';
import { headerLines } from './header.ts';
import { laneLines } from './lanes.ts';
import { LineQueue } from './queue.ts';
import { Region } from './region.ts';
import { sentenceRows } from './rows.ts';
import { StepPrinter } from './steps.ts';
import { lineOf, styled, type Line } from './style.ts';
import { platformTable } from './table.ts';
import { problemLine, problemMark, type ProblemLine } from './problemLine.ts';
import { finishWords, leftOutWords } from './words.ts';
import { l10n } from '../../shared/l10n.ts';

export interface BuildTerminalDeps {
  readonly write: (text: string) => void;
  readonly columns: number;
  readonly rows?: number;
  /** Calls `flush` once after a moment: the interval between two redraws. */
  readonly schedule: (flush: () => void) => { cancel(): void };
  /** Receives every line of the build without colors; the terminal itself omits lines if there are too many. */
  readonly saveLog?: { write(text: string): void; readonly path: string };
  /** Values to redact, regardless of their form. */
  readonly secrets?: readonly string[];
  /** Milliseconds from an arbitrary origin. */
  readonly now: () => number;
}

const narrowest = 20;
const saveCharacters = 65_536;
const hideCursor = '\x1b[?25l';
export const showCursor = '\x1b[?25h';

/**
 * Shows one build in a terminal: the command, the log with step labels, a line per platform at the bottom, and a table at the end. Build
 * output can color only its own lines, and no row of it looks like one of ours.
 */
export class BuildTerminal {
  readonly #deps: BuildTerminalDeps;
  readonly #queue = new LineQueue();
  readonly #region = new Region();
  readonly #steps: StepPrinter;
  readonly #since = new Map<string, number>();
  #columns: number;
  #rows: number;
  #progress: BuildProgress | undefined;
  #timer: { cancel(): void } | undefined;
  #saveLog: BuildTerminalDeps['saveLog'];
  #unsaved = '';
  #leftOut = false;

  constructor(deps: BuildTerminalDeps) {
    this.#deps = deps;
    this.#steps = new StepPrinter(deps.secrets);
    this.#columns = Math.max(narrowest, deps.columns);
    this.#rows = deps.rows ?? 24;
    this.#saveLog = deps.saveLog;
  }

  /**
   * @param commandLine quoted for a shell
   * @param notes what to know before running it in a shell
   */
  command(commandLine: string, notes: readonly string[] = []): void {
    const prompt = process.platform === 'win32' ? '>' : '$';
    this.#print([
      lineOf(`${styled(prompt, 'dim')} ${stripControls(commandLine)}`),
      ...notes.map((note) => lineOf(styled(safeText(note), 'dim'))),
    ]);
  }

  /** A message about the build that is not part of its output. */
  note(line: string): void {
    this.#print([lineOf(styled(safeText(line), 'yellow'))]);
  }

  /** The route is known: prints the header and shows the lines at the bottom. */
  started({
    builder,
    routes,
    progress,
  }: {
    readonly builder?: Builder;
    readonly routes: readonly Route[];
    readonly progress: BuildProgress;
  }): void {
    this.#progress = progress;
    this.#deps.write(hideCursor);
    this.#print(headerLines(builder, routes).map(lineOf));
    this.#timer = this.#deps.schedule(() => {
      this.#tick();
    });
  }

  event(event: ProgressEvent): void {
    if (event.kind === 'text') {
      this.#log([this.#steps.text(event.line, this.#columns)]);
    } else if (this.#progress) {
      this.#log(this.#steps.lines(this.#progress, event.update, this.#columns));
    }
  }

  /** Call this after the terminal has reflowed its lines. */
  resize(columns: number, rows: number): void {
    this.#columns = Math.max(narrowest, columns);
    this.#rows = rows;
    if (this.#timer) {
      this.#draw('', this.#picture());
    }
  }

  /** Lines of the form `file:line: error code: message`, complete and without colors. */
  problems(list: readonly ProblemLine[]): void {
    this.#print(
      list.map((problem) => {
        const plain = problemLine(problem, this.#deps.secrets);
        // a line that is not a problem for VS Code may wrap
        return { styled: problem.marked ? plain + problemMark : this.#sentence(plain).styled, plain };
      }),
    );
  }

  /** The log file accepts no more output; from now on, omitted lines are lost. */
  logLost(reason: string): void {
    this.#saveLog = undefined;
    this.#unsaved = '';
    this.#print([lineOf(styled(`⚠ ${safeText(l10n.t('The log file cannot be written: {0}', reason))}`, 'yellow'))]);
  }

  /** @param lines sentences that explain the outcome */
  finish(report: BuildReport, lines: readonly string[]): void {
    this.#log(this.#steps.end());
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#progress = undefined;
    const { text, style } = finishWords(report);
    // what a failed build has made is of no use, unless it is in the registry without some platforms
    const isMade = report.ok || report.missing.length > 0;
    const table = isMade ? platformTable(report, this.#columns - 1) : [];
    const path = this.#leftOut ? this.#saveLog?.path : undefined;
    this.#print([
      ...['', styled(text, style), ...table, ...(table.length > 0 && lines.length > 0 ? [''] : [])].map(lineOf),
      ...lines.map((line) => this.#sentence(line)),
      ...(path === undefined ? [] : [lineOf(styled(l10n.t('Full log: {0}', safeText(path)), 'dim'))]),
    ]);
    this.#flushLog();
    this.#deps.write(showCursor);
  }

  #tick(): void {
    const lines = this.#pending();
    const picture = this.#picture();
    if (lines !== '' || !this.#region.shows(picture)) {
      this.#draw(lines, picture);
    }
    this.#flushLog();
    this.#timer = this.#deps.schedule(() => {
      this.#tick();
    });
  }

  /** Prints our own lines after those that wait; they are never omitted. */
  #print(lines: readonly Line[]): void {
    for (const { plain } of lines) {
      this.#save(plain);
    }
    this.#draw(this.#pending() + joined(lines.map((line) => line.styled)), this.#picture());
  }

  #sentence(text: string): Line {
    // a carriage return in outside text would overwrite ours
    const clean = stripControls(text.replaceAll('\r', '\n'));
    return { styled: sentenceRows(clean, this.#columns - 1), plain: clean.replaceAll('\n', '\n  ') };
  }

  #draw(lines: string, picture: readonly Line[]): void {
    const text = this.#region.erase(this.#columns) + lines + this.#region.paint(picture);
    if (text !== '') {
      this.#deps.write(text);
    }
  }

  #pending(): string {
    const { head, leftOut, tail } = this.#queue.take();
    this.#leftOut ||= leftOut > 0;
    const gap = leftOut > 0 ? [styled(leftOutWords(leftOut, this.#saveLog !== undefined), 'yellow')] : [];
    return joined([...head, ...gap, ...tail]);
  }

  #picture(): Line[] {
    if (!this.#progress) {
      return [];
    }
    return laneLines({
      lanes: this.#progress.lanes(),
      shared: this.#progress.shared(),
      elapsed: (lane) => this.#elapsed(lane),
      columns: this.#columns,
      rows: this.#rows,
    });
  }

  /** Uses the local clock while a lane is active: the times in the progress may come from another machine. */
  #elapsed({ platform, startedMs, finishedMs }: Lane): number {
    const since = this.#since.get(platform) ?? this.#deps.now();
    if (startedMs !== undefined) {
      this.#since.set(platform, since);
    }
    return startedMs !== undefined && finishedMs !== undefined ? finishedMs - startedMs : this.#deps.now() - since;
  }

  #log(all: Iterable<ReturnType<StepPrinter['text']>>): void {
    for (const { text, print, plain } of all) {
      this.#queue.push(text, print);
      this.#save(plain);
    }
  }

  #save(line: string): void {
    if (this.#saveLog) {
      this.#unsaved += `${line}\n`;
      if (this.#unsaved.length > saveCharacters) {
        this.#flushLog();
      }
    }
  }

  #flushLog(): void {
    if (this.#unsaved !== '') {
      const text = this.#unsaved;
      this.#unsaved = '';
      this.#saveLog?.write(text);
    }
  }
}

function joined(lines: readonly string[]): string {
  return lines.map((line) => `${line}\r\n`).join('');
}
