import { formatPlatform, parsePlatform } from '../platform.ts';
import { parseReference } from '../image/reference.ts';
import type { Evidence } from './evidence.ts';
import { readBuildText } from './buildText.ts';
import { readable } from './text.ts';

/** The evidence, split into what rules need. */
export interface Clues {
  readonly evidence: Evidence;
  /** The tool's own messages without the commands of steps: the text of a `RUN` must not pass for a message of BuildKit. */
  readonly said: string;
  /** The output of the failed step. */
  readonly log: string;
  readonly warnings: string;
  /** Name of the failed vertex; empty if unknown. */
  readonly step: string;
  /** Set if a `RUN` failed. */
  readonly process?: { readonly command: string; readonly exitCode?: string; readonly emulated?: true };
  /** The platform of the failed step, or the only requested one. */
  readonly platform?: string;
  /** The image in question: pushed, or used as a base. */
  readonly image?: string;
  /** Its registry with its common name: `ghcr.io`, `docker.io`, `127.0.0.1:5000`. */
  readonly registry?: string;
  readonly pushing: boolean;
  readonly location?: { readonly file: string; readonly line: number };
}

/** buildkit solver/llbsolver/ops/exec.go prints the command with Go's `%q`; older versions `executor failed running [...]`. */
const processFailed =
  /(?:process "([^"\\\n]*(?:\\.[^"\\\n]*)*)" did not complete successfully|executor failed running \[([^\n]{0,4000}?)\])(?:: exit code: (\d{1,10}))?/;
const vertexPlatform = /^\[(?:[^\]\s]{1,80} )?([a-z0-9]{2,20}\/[\w./]{1,40})(?:->[\w./]{1,40})? /;
const pushed = /failed to push (?<image>\S{1,300}): /;
/** buildx build/build.go: with the classic image store, the engine pushes. */
const pushStep = /pushing (?<image>\S{1,300}) with docker/;
const resolved = /failed to resolve (?:source metadata for|reference) "?(?<image>[^\s"]{1,300})"?: /;
const requested = /"?https?:\/\/(?<host>[^\s"/@]{1,260})\/v2\//;
/** Docker Hub's token service, and the repository of the requested token. */
const hubToken = /https?:\/\/auth\.docker\.io\/token|service=registry\.docker\.io/;
const scope = /scope=repository(?:%3A|:)(?<repository>[\w.%/-]{1,300}?)(?:%3A|:)pull/;
/** BuildKit's prefix for commands that QEMU runs (solver/llbsolver/ops/exec.go). */
const emulatorPath = '/dev/.buildkit_qemu_emulator ';

export function readClues(evidence: Evidence): Clues {
  const text = readBuildText(evidence.text);
  const { failedStep } = evidence;
  const words = [text.said, failedStep && readable(failedStep.error)].filter(Boolean).join('\n');
  const failure = processFailed.exec(words);
  const said = withoutCommands(words);
  const step = failedStep?.name ?? text.step?.name ?? '';
  const hub = hubToken.test(said);
  const push = (pushed.exec(said) ?? pushStep.exec(step))?.groups?.image;
  const pushing = push !== undefined || /scope=repository%3A[^\s&]{1,300}push/.test(said);
  const image =
    push ??
    resolved.exec(said)?.groups?.image ??
    (pushing ? evidence.image : undefined) ??
    (hub ? scoped(scope.exec(said)?.groups?.repository) : undefined);
  const registry =
    registryOf(image) ??
    hubOr(requested.exec(said)?.groups?.host) ??
    (hub ? 'docker.io' : undefined) ??
    registryOf(evidence.image);
  const only = evidence.platforms?.length === 1 ? evidence.platforms[0] : undefined;
  const platform = vertexPlatform.exec(step)?.[1] ?? failedStep?.platform ?? only;
  const location = evidence.location ?? text.location;
  return {
    evidence,
    said,
    log: failedStep ? readable(failedStep.log) : (text.step?.log ?? ''),
    warnings: [text.warnings, ...(evidence.warnings ?? []).map(readable)].join('\n'),
    step,
    ...(failure && {
      process: processOf(failure),
    }),
    ...(platform !== undefined && { platform: normalPlatform(platform) }),
    ...(image !== undefined && { image }),
    ...(registry !== undefined && { registry }),
    pushing,
    ...(location && { location }),
  };
}

/** How the current builder builds the platform of the failed step. */
export function routeOf({ evidence, platform, process }: Clues): 'native' | 'emulated' | 'unsupported' | 'unknown' {
  if (process?.emulated) {
    return 'emulated';
  }
  return evidence.routes?.find((route) => route.platform === platform)?.how ?? 'unknown';
}

/** A platform in containerd's form; an invalid one stays unchanged. */
export function normalPlatform(text: string): string {
  const parsed = parsePlatform(text);
  return parsed.ok ? formatPlatform(parsed.value) : text;
}

/** The line with the error, without the frames that buildx adds. */
export function lastWords({ said, process }: Clues): string {
  const lines = said.split('\n').filter((line) => line.trim() !== '');
  const at = lines.findLastIndex((each) => each.includes('ERROR: '));
  const error = withItsList(unframed(lines.at(at) ?? ''), at < 0 ? [] : lines.slice(at + 1));
  return process ? error.replace('process', () => `"${process.command}"`) : error;
}

/** Several errors of one response are on separate lines: containerd core/remotes/docker/errcode.go, `Errors.Error`. */
function withItsList(error: string, below: readonly string[]): string {
  return error.endsWith('errors:') ? `${error} ${below.join('; ')}` : error;
}

/** The line of the tool's messages at this position, without the frames. */
export function lineAt({ said }: Clues, position: number): string {
  const end = said.indexOf('\n', position);
  return unframed(said.slice(said.lastIndexOf('\n', position) + 1, end < 0 ? undefined : end));
}

function unframed(line: string): string {
  return line.replace(/^.{0,200}?ERROR: |^error: /, '').replace(/^(?:failed to (?:build|solve): )+/, '');
}

function withoutCommands(words: string): string {
  const everywhere = new RegExp(processFailed.source, 'g');
  return words.replace(
    everywhere,
    (_, _command, _old, exitCode?: string) =>
      `process did not complete successfully${exitCode === undefined ? '' : `: exit code: ${exitCode}`}`,
  );
}

function processOf([, quoted, old = '', exitCode]: RegExpExecArray): NonNullable<Clues['process']> {
  const command = quoted === undefined ? old : unquoted(quoted);
  const emulated = command.startsWith(emulatorPath);
  return {
    command: emulated ? command.slice(emulatorPath.length) : command,
    ...(exitCode !== undefined && { exitCode }),
    ...(emulated && { emulated }),
  };
}

/** A repository of Docker Hub, from the scope of a token. */
function scoped(repository: string | undefined): string | undefined {
  return repository === undefined ? undefined : `docker.io/${repository.replaceAll('%2F', '/')}`;
}

/** Undoes Go's `%q`, as far as needed for reading. */
function unquoted(text: string): string {
  return text.replace(/\\(["\\nt])/g, (_, char: string) => (char === 'n' ? '\n' : char === 't' ? '\t' : char));
}

function registryOf(image: string | undefined): string | undefined {
  const reference = image === undefined ? undefined : parseReference(image);
  return reference?.ok ? reference.value.domain : undefined;
}

function hubOr(host: string | undefined): string | undefined {
  return host === 'registry-1.docker.io' ? 'docker.io' : host;
}
