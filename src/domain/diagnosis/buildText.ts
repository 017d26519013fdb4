import { failureLocation } from '../buildProgress.ts';
import { readable } from './text.ts';

const keptLines = 100;

/** BuildKit's `Dockerfile:3` above an excerpt between dashes; the same for a bake file. */
const excerptHead = /:\d{1,7}$/;
const excerptFrame = /^-{20}$/;
const excerptLine = /^ {0,6}\d{1,7} \| /;
const blockFrame = /^-{6}$/;
const blockHead = /^ > (.{1,2000}):$/;
const logTime = /^\d{1,9}\.\d{1,3} /;
const progressLine = /^#(?<vertex>\d{1,7}) (?:(?<time>\d{1,9}\.\d{1,3}) |(?<error>ERROR: )|(?=\[))?(?<rest>.*)$/;
const warningLine =
  /^ {0,4}(?:- [A-Z]\w{2,60}: |\d{1,6} warnings? found|WARN(?:ING)?[:[ ]|time="[^"]{1,60}" level=warn)/;
const rawJson = /^\{"(?:vertexes|statuses|logs|warnings)":/;

/** The parts of a build's output. */
export interface BuildText {
  /** The tool's own messages: errors, without the Dockerfile's text, progress, warnings and the output of steps. */
  readonly said: string;
  readonly warnings: string;
  /** The first failed step and its output. buildx prints them with plain progress only. */
  readonly step?: { readonly name: string; readonly log: string };
  readonly location?: { readonly file: string; readonly line: number };
}

/**
 * Sorts the lines of a build's output. Source: buildkit util/progress/progressui (`#n`, the blocks between six dashes),
 * solver/errdefs/source.go (the excerpt between twenty dashes).
 */
export function readBuildText(text: string): BuildText {
  const said: string[] = [];
  const warnings: string[] = [];
  const plain = new PlainProgress();
  let inBlock = false;
  const lines = readable(text).split('\n');
  for (const [i, line] of lines.entries()) {
    const heading = excerptFrame.test(lines[i + 1] ?? '') && excerptHead.test(line);
    if (blockFrame.test(line)) {
      // if the beginning is cut off, the first frame is an end
      inBlock = !inBlock && blockHead.test(lines[i + 1] ?? '');
    } else if (inBlock || blockHead.test(line)) {
      inBlock = true;
      plain.block(line);
    } else if (progressLine.test(line)) {
      plain.line(line);
    } else if (warningLine.test(line)) {
      warnings.push(line.trim());
    } else if (!heading && !excerptFrame.test(line) && !excerptLine.test(line) && !rawJson.test(line)) {
      said.push(line);
    }
  }
  const step = plain.failed();
  const location = failureLocation(lines);
  return {
    said: said.join('\n').trim(),
    warnings: warnings.join('\n'),
    ...(step && { step }),
    ...(location && { location }),
  };
}

/** The part of plain progress about the failed step. */
class PlainProgress {
  readonly #names = new Map<string, string>();
  readonly #logs = new Map<string, string[]>();
  readonly #blocks: { readonly name: string; readonly log: string[] }[] = [];
  #failed: string | undefined;

  line(line: string): void {
    const { vertex = '', time, error, rest = '' } = progressLine.exec(line)?.groups ?? {};
    if (error !== undefined) {
      this.#failed ??= vertex;
    } else if (time !== undefined) {
      this.#logs.set(vertex, [...(this.#logs.get(vertex) ?? []).slice(-keptLines), rest]);
    } else if (!this.#names.has(vertex)) {
      this.#names.set(vertex, rest);
    }
  }

  /** A line of the final summary, which repeats the last lines of each failed step, sometimes without their beginnings. */
  block(line: string): void {
    const name = blockHead.exec(line)?.[1];
    if (name === undefined) {
      this.#blocks.at(-1)?.log.push(line.replace(logTime, ''));
    } else {
      this.#blocks.push({ name, log: [] });
    }
  }

  failed(): BuildText['step'] {
    const log = this.#logs.get(this.#failed ?? '');
    const name = this.#names.get(this.#failed ?? '');
    const [block] = this.#blocks;
    if (name !== undefined) {
      return { name, log: (log ?? block?.log ?? []).join('\n') };
    }
    return block && { name: block.name, log: block.log.join('\n') };
  }
}
