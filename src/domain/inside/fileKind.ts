import { elfArchitecture, elfLoader } from './fileKind/elf.ts';
import { machoArchitecture, peArchitecture } from './fileKind/otherFormats.ts';

/** The kind of a file by its first bytes. */
export type FileKind =
  | ProgramKind
  /** A text whose first line names its interpreter. `windowsLines`: it has Windows line endings, which become part of that name. */
  | {
      readonly kind: 'script';
      readonly interpreter: string;
      /** The rest of the first line. */
      readonly argument?: string;
      readonly windowsLines: boolean;
    }
  /** A text that no kernel starts, because its first line names no interpreter; also an empty file. */
  | { readonly kind: 'text' }
  | { readonly kind: 'other' };

interface ProgramKind {
  readonly kind: 'program';
  readonly format: ProgramFormat;
  /** With Go's name; undefined: an unknown one, or several. */
  readonly architecture?: string;
  /** The path of the loader of a dynamically linked program, if it is in its first bytes. */
  readonly loader?: string;
}

/** Of Linux and the BSDs, of Windows, of macOS, of WebAssembly. */
export type ProgramFormat = 'elf' | 'pe' | 'macho' | 'wasm';

/** Number of bytes of a file to read: the part that Linux examines (`BINPRM_BUF_SIZE`), and the header of a Windows program. */
export const headerBytes = 1024;
/** Maximum length of the first line. */
const lineBytes = 256;

export function readFileKind(bytes: Uint8Array): FileKind {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const magic = bytes.length >= 4 ? view.getUint32(0) : 0;
  if (magic === 0x7f454c46 && bytes.length >= 20) {
    const loader = elfLoader(view);
    return { ...program('elf', elfArchitecture(view)), ...(loader !== undefined && { loader }) };
  }
  if (magic === 0x0061736d) {
    return program('wasm', 'wasm');
  }
  if (bytes[0] === 0x4d && bytes[1] === 0x5a && bytes.length >= 0x40) {
    return program('pe', peArchitecture(view));
  }
  const macho = machoArchitecture(view);
  if (macho) {
    return program('macho', macho.architecture);
  }
  return readText(bytes);
}

/** The program that a script names, looked up by `env` if necessary. Undefined if unknown. */
export function interpreterOf({ interpreter, argument = '' }: Extract<FileKind, { kind: 'script' }>): string {
  if (!interpreter.endsWith('/env')) {
    return interpreter;
  }
  // options of env(1), and variables that it sets
  const named = argument.split(/\s+/).find((word) => word !== '' && !word.startsWith('-') && !word.includes('='));
  return named ?? interpreter;
}

function program(format: ProgramFormat, architecture: string | undefined): ProgramKind {
  return { kind: 'program', format, ...(architecture !== undefined && { architecture }) };
}

function readText(bytes: Uint8Array): FileKind {
  const head = bytes.subarray(0, lineBytes);
  // eslint-disable-next-line no-control-regex -- what no text has
  if (/[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]/.test(latin1.decode(head))) {
    return { kind: 'other' };
  }
  return head[0] === 0x23 && head[1] === 0x21 ? readFirstLine(head) : { kind: 'text' };
}

/** The text after `#!`. Reads bytes: a pattern for spaces at both ends of two words can take exponential time. */
function readFirstLine(head: Uint8Array): FileKind {
  const newline = head.indexOf(0x0a);
  const line = newline < 0 ? head : head.subarray(0, newline);
  let end = line.length;
  while (end > 2 && isBlank(line[end - 1])) {
    end--;
  }
  const first = skip(line, 2, end, isBlank);
  const after = skip(line, first, end, (byte) => !isBlank(byte));
  const interpreter = utf8.decode(line.subarray(first, after));
  const argument = utf8.decode(line.subarray(skip(line, after, end, isBlank), end));
  return interpreter === ''
    ? { kind: 'text' }
    : { kind: 'script', interpreter, ...(argument !== '' && { argument }), windowsLines: line.at(-1) === 0x0d };
}

function skip(line: Uint8Array, from: number, end: number, isPassed: (byte: number | undefined) => boolean): number {
  let at = from;
  while (at < end && isPassed(line[at])) {
    at++;
  }
  return at;
}

/** Space, tab, and other line endings. */
function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || (byte !== undefined && byte >= 0x09 && byte <= 0x0d);
}

const latin1 = new TextDecoder('latin1');
// a byte order mark is kept: no kernel skips it
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
