import { l10n } from 'vscode';
import type { BuildProgress, Step } from '../../domain/buildProgress.ts';
import type { ProgressUpdate } from '../../domain/buildProgress/update.ts';
import { LineRedactor, redact } from '../../domain/redact.ts';
import { LogLines, sanitizeInline } from '../../domain/terminalText.ts';
import { lineOf, styled, type Line, type Style } from './terminalStyle.ts';
import { fit, flat, pad, widthOf } from './terminalWidth.ts';
import { duration, howWord } from './terminalWords.ts';

const widestLabel = 32;
const narrowestName = 30;
/** What stands beside a step's name: two marks and blanks, `(emulated)`. */
const besideName = 18;
const longestError = 500;
/** Loading and looking up is told of only when it took as long as this, in milliseconds. */
const worthTelling = 1000;

/** What has been printed of a vertex. */
interface Told {
  readonly label: string;
  readonly streams: Map<number, { readonly output: LogLines; readonly redactor: LineRedactor }>;
  started: boolean;
  ended: boolean;
  /** What its output lines begin with, for a column of `width`. */
  prefix: Line;
  width: number;
}

/** Turns progress into the lines of a log: the start and the end of each step and what it prints, with the step's label in front. */
export class StepPrinter {
  readonly #told = new Map<string, Told>();
  #labelWidth = 0;
  #nameWidth = narrowestName;
  readonly #secrets: readonly string[];

  /** @param secrets values that must not be shown, whatever they look like */
  constructor(secrets: readonly string[] = []) {
    this.#secrets = secrets;
  }

  /** @param columns width of the terminal: the names of steps are cut so that they fit, output is not */
  lines(progress: BuildProgress, { vertexes, logs }: ProgressUpdate, columns: number): Line[] {
    this.#nameWidth = Math.max(narrowestName, columns - this.#labelWidth - besideName);
    const lines: Line[] = [];
    for (const { digest, started, completed } of vertexes) {
      const told = this.#of(progress, digest);
      if (started !== undefined && completed === undefined && told.label !== '' && !told.started) {
        told.started = true;
        const step = progress.step(digest);
        lines.push(...(step ? [this.#startLine(told, step)] : []));
      }
    }
    for (const { vertex, stream, data } of logs) {
      const told = this.#of(progress, vertex);
      const from = told.streams.get(stream) ?? { output: new LogLines(), redactor: new LineRedactor(this.#secrets) };
      told.streams.set(stream, from);
      for (const text of from.output.push(data)) {
        lines.push(this.#outputLine(told, from.redactor.line(text)));
      }
    }
    for (const { digest, completed } of vertexes) {
      const step = completed === undefined ? undefined : progress.step(digest);
      if (step) {
        const told = this.#of(progress, digest);
        lines.push(...this.#rest(told), ...this.#endLines(told, step));
      }
    }
    return lines;
  }

  /** Output whose line was never ended. */
  end(): Line[] {
    return [...this.#told.values()].flatMap((told) => this.#rest(told));
  }

  #of(progress: BuildProgress, digest: string): Told {
    const known = this.#told.get(digest);
    if (known) {
      return known;
    }
    const label = fit(flat(sanitizeInline(progress.step(digest)?.label ?? '')), widestLabel);
    const told: Told = {
      label,
      streams: new Map(),
      started: false,
      ended: false,
      prefix: { styled: '', plain: '' },
      width: -1,
    };
    this.#told.set(digest, told);
    this.#labelWidth = Math.max(this.#labelWidth, widthOf(label));
    return told;
  }

  #rest(told: Told): Line[] {
    const lines = [...told.streams.values()].flatMap(({ output, redactor }) =>
      output.end().map((text) => redactor.line(text)),
    );
    told.streams.clear();
    return lines.map((text) => this.#outputLine(told, text));
  }

  #outputLine(told: Told, text: string): Line {
    if (told.width !== this.#labelWidth) {
      told.width = this.#labelWidth;
      const label = `${pad(told.label, told.width)} │`;
      told.prefix = { styled: `${styled(label, 'dim')} `, plain: `${label} ` };
    }
    const { styled: output, plain } = lineOf(text);
    return { styled: told.prefix.styled + output, plain: told.prefix.plain + plain };
  }

  #startLine(told: Told, step: Step): Line {
    return this.#markLine(told, '▸', 'cyan', [
      styled(this.#nameOf(step), 'bold'),
      ...(step.emulated ? [styled(`(${howWord('emulated')})`, 'yellow')] : []),
    ]);
  }

  #endLines(told: Told, step: Step): Line[] {
    if (told.ended) {
      return [];
    }
    // a step can complete and start again; a cached one is only told of when that is all there is
    told.ended = step.state !== 'running';
    const name = told.started ? [] : [this.#nameOf(step)];
    switch (step.state) {
      case 'failed': {
        const error = fit(flat(shortError(this.#safe(step.error ?? ''))), longestError);
        return [this.#markLine(told, '✗', 'red', [...name, styled(error, 'red')])];
      }
      case 'cancelled':
        return told.started ? [this.#markLine(told, '■', 'yellow', [l10n.t('cancelled')])] : [];
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
    return redact(sanitizeInline(text), this.#secrets);
  }

  #markLine(told: Told, mark: string, style: Style, parts: readonly string[]): Line {
    return lineOf([styled(pad(told.label, this.#labelWidth), 'dim'), styled(mark, style), ...parts].join(' '));
  }
}

/** `[internal] load .dockerignore`, `[context base] load metadata for …`; with bake's target in front, too. */
function isPreparation({ name }: Step): boolean {
  return /^\[[^\]]*\b(?:internal|context)\b/.test(name);
}

/** BuildKit repeats the whole command before it says how it ended; the step's line has just shown it. */
function shortError(error: string): string {
  return /^process ".*" did not complete successfully: (.+)$/.exec(error)?.[1] ?? error;
}
