import type { BuildProgress, ProgressUpdate, Step } from '../../../domain/buildProgress.ts';
import { LineRedactor, redact } from '../../../domain/redact.ts';
import { safeText } from '../../../domain/safeText.ts';
import { LogLines, sanitizeLine } from '../../../domain/terminalText.ts';
import { outputRows } from './rows.ts';
import { lineOf, styled, type Line, type Style } from './style.ts';
import { fit, flat, pad, widthOf } from './width.ts';
import { howWord } from './words.ts';
import { duration } from '../../shared/text/duration.ts';
import { l10n } from '../../shared/l10n.ts';

const widestLabel = 32;
/** As wide as `1/2`, so that text without a label does not start near the first column. */
const narrowestLabel = 3;
/** In a narrower terminal there is no room for labels. */
const narrowest = 20;
const narrowestName = 30;
/** The columns beside a row of output: ` │ ` and the last column, after which terminals wrap. */
const besideOutput = 4;
/** The columns beside the name of a step: two marks and spaces, `(emulated)`. */
const besideName = 18;
const longestError = 500;
/** Number of bytes of output to split into lines at once. */
const slice = 65_536;
/** Minimum duration in milliseconds for loading and resolving steps to be shown. */
const worthTelling = 1000;

/** One or more lines of a log. */
interface Lines {
  /** Separated by line feeds. */
  readonly text: string;
  /** Renders a line. */
  readonly print: (line: string) => string;
  /** All of them with the label and without colors. */
  readonly plain: string;
}

/** The printed state of a vertex. */
interface Told {
  readonly label: string;
  readonly streams: Map<number, { readonly output: LogLines; readonly redactor: LineRedactor }>;
  started: boolean;
  ended: boolean;
  /** The start of its output lines, for a column of `width`. */
  prefix: Line;
  width: number;
}

/**
 * Converts progress to log lines: the start and end of each step, and its output with the step's label. Each row starts with a label (or
 * its blanks) and a mark or `│`, so build output never starts where our own lines do.
 */
export class StepPrinter {
  readonly #told = new Map<string, Told>();
  readonly #other: Told = untold('');
  #widest = narrowestLabel;
  #columns = 80;
  #nameWidth = narrowestName;
  readonly #secrets: readonly string[];
  readonly #otherRedactor: LineRedactor;

  /** @param secrets values to redact, regardless of their form */
  constructor(secrets: readonly string[] = []) {
    this.#secrets = secrets;
    this.#otherRedactor = new LineRedactor(secrets);
  }
  /** @param columns width of the terminal: step names are shortened to fit, and output is broken into rows */
  *lines(progress: BuildProgress, { vertexes, logs }: ProgressUpdate, columns: number): Generator<Lines> {
    this.#fitTo(columns);
    for (const { digest, started, completed } of vertexes) {
      const told = this.#of(progress, digest);
      if (started !== undefined && completed === undefined && told.label !== '' && !told.started) {
        told.started = true;
        const step = progress.step(digest);
        if (step) {
          yield this.#startLine(told, step);
        }
      }
    }
    for (const { vertex, stream, data } of logs) {
      const told = this.#of(progress, vertex);
      const from = told.streams.get(stream) ?? { output: new LogLines(), redactor: new LineRedactor(this.#secrets) };
      told.streams.set(stream, from);
      for (let at = 0; at < data.length; at += slice) {
        const block = from.output.block(data.subarray(at, at + slice));
        if (block !== undefined) {
          yield this.#output(told, from.redactor.lines(block));
        }
      }
    }
    for (const { digest, completed } of vertexes) {
      const step = completed === undefined ? undefined : progress.step(digest);
      if (step) {
        const told = this.#of(progress, digest);
        yield* this.#rest(told);
        yield* this.#endLines(told, step);
      }
    }
  }

  /** A line that is not progress: other output of buildx, or the whole output of an old version. */
  text(line: string, columns: number): Lines {
    this.#fitTo(columns);
    return this.#output(this.#other, this.#otherRedactor.line(sanitizeLine(line)));
  }

  /** Output without a final line end. */
  end(): Lines[] {
    return [...this.#told.values()].flatMap((told) => this.#rest(told));
  }

  #of(progress: BuildProgress, digest: string): Told {
    const known = this.#told.get(digest);
    if (known) {
      return known;
    }
    const told = untold(fit(flat(safeLabel(progress.step(digest)?.label ?? '')), widestLabel));
    this.#told.set(digest, told);
    this.#widest = Math.max(this.#widest, widthOf(told.label));
    return told;
  }

  #fitTo(columns: number): void {
    this.#columns = columns;
    this.#nameWidth = Math.max(Math.min(narrowestName, columns - 1), columns - this.#labelWidth - besideName);
  }

  get #labelWidth(): number {
    return this.#columns < narrowest ? 0 : Math.min(this.#widest, Math.floor(this.#columns / 3));
  }

  #rest(told: Told): Lines[] {
    const lines = [...told.streams.values()].flatMap(({ output, redactor }) =>
      output.end().map((text) => redactor.line(text)),
    );
    told.streams.clear();
    return lines.map((text) => this.#output(told, text));
  }

  /** @param text one or more lines */
  #output(told: Told, text: string): Lines {
    const { styled: rail, plain } = this.#rail(told);
    // a label never contains `$`
    return { text, print: this.#rows(rail, rail), plain: plain + lineOf(text).plain.replaceAll('\n', `\n${plain}`) };
  }

  #rail(told: Told): Line {
    const width = this.#labelWidth;
    if (told.width !== width) {
      told.width = width;
      const label = labelIn(told, width);
      told.prefix = { styled: `${label} ${styled('│', 'dim')} `, plain: `${label} │ ` };
    }
    return told.prefix;
  }

  #rows(head: string, rail: string): Lines['print'] {
    const room = Math.max(1, this.#columns - this.#labelWidth - besideOutput);
    return (line) => outputRows(line, head, rail, room);
  }

  #startLine(told: Told, step: Step): Lines {
    return this.#markLine(told, '▸', 'cyan', [
      styled(this.#nameOf(step), 'bold'),
      ...(step.emulated ? [styled(`(${howWord('emulated')})`, 'yellow')] : []),
    ]);
  }

  #endLines(told: Told, step: Step): Lines[] {
    if (told.ended) {
      return [];
    }
    // a step can complete and restart; a cached step is shown only if it is not followed by a run
    told.ended = step.state !== 'running';
    const name = told.started ? [] : [this.#nameOf(step)];
    switch (step.state) {
      case 'failed': {
        const error = fit(flat(shortError(this.#safe(step.error ?? ''))), longestError);
        return [this.#markLine(told, '✗', 'red', [...name, styled(error, 'red')])];
      }
      case 'cancelled':
        return told.started ? [this.#markLine(told, '■', 'yellow', [l10n.t('canceled')])] : [];
      case 'cached':
        return told.label === ''
          ? []
          : [this.#markLine(told, '✓', 'green', [...name, styled(l10n.t('cached'), 'dim')])];
      case 'done':
        return told.label === '' && isPreparation(step) && step.ms < worthTelling
          ? []
          : [this.#markLine(told, '✓', 'green', [...name, styled(duration(step.ms), 'dim')])];
      case 'waiting':
      case 'running':
        return [];
    }
  }

  #nameOf({ name }: Step): string {
    return fit(flat(this.#safe(name)), this.#nameWidth);
  }

  #safe(text: string): string {
    return redact(safeText(text), this.#secrets);
  }

  #markLine(told: Told, mark: string, style: Style, parts: readonly string[]): Lines {
    // a dimmed label, which names the platform, would be too faint to read in many themes
    const head = `${labelIn(told, this.#labelWidth)} ${styled(mark, style)} `;
    const text = parts.join(' ');
    return { text, print: this.#rows(head, this.#rail(told).styled), plain: lineOf(head + text).plain };
  }
}

function untold(label: string): Told {
  return { label, streams: new Map(), started: false, ended: false, prefix: { styled: '', plain: '' }, width: -1 };
}

function labelIn({ label }: Told, width: number): string {
  return pad(fit(label, width), width);
}

/** The characters of names of stages, targets and platforms; a custom frontend can name a step anything. */
function safeLabel(label: string): string {
  return safeText(label).replace(/[^\w ./-]/g, '?');
}

/** `[internal] load .dockerignore`, `[context base] load metadata for …`; with bake, the target comes first. */
function isPreparation({ name }: Step): boolean {
  return /^\[[^\]]*\b(?:internal|context)\b/.test(name);
}

/** BuildKit repeats the whole command before its result; the step's line has just shown it. */
function shortError(error: string): string {
  const ended = '" did not complete successfully: ';
  const at = error.lastIndexOf(ended);
  return error.startsWith('process "') && at > 0 ? error.slice(at + ended.length) : error;
}
