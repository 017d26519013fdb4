import { lowestOf } from '../untrusted/extremes.ts';
import { formatPlatform, normalizePlatform, type Platform } from './normalize.ts';

/** The platforms in a picker: those that base images are commonly published for. */
export const commonPlatforms: readonly string[] = [
  'linux/amd64',
  'linux/arm64',
  'linux/arm/v7',
  'linux/arm/v6',
  'linux/386',
  'linux/ppc64le',
  'linux/s390x',
  'linux/riscv64',
  'linux/loong64',
  'linux/mips64le',
  'windows/amd64',
];

const operatingSystems = new Set(
  'aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris windows zos'.split(
    ' ',
  ),
);

const architectures = new Set(
  (
    '386 amd64 amd64p32 arm armbe arm64 arm64be ppc64 ppc64le loong64 mips mipsle mips64 mips64le mips64p32 mips64p32le ' +
    'ppc riscv riscv64 s390 s390x sparc sparc64 wasm'
  ).split(' '),
);

/** `go tool dist list` of Go 1.26, with the Linux ports of Debian and GCC, and the WebAssembly runtimes of containerd. */
const pairs: Readonly<Record<string, string>> = {
  aix: 'ppc64',
  android: '386 amd64 arm arm64',
  darwin: 'amd64 arm64',
  dragonfly: 'amd64',
  freebsd: '386 amd64 arm arm64 riscv64',
  illumos: 'amd64',
  ios: 'amd64 arm64',
  js: 'wasm',
  linux: '386 amd64 arm arm64 loong64 mips mips64 mips64le mipsle ppc64 ppc64le riscv64 s390x sparc64',
  netbsd: '386 amd64 arm arm64',
  openbsd: '386 amd64 arm arm64 ppc64 riscv64',
  plan9: '386 amd64 arm',
  solaris: 'amd64',
  wasi: 'wasm wasm32',
  wasip1: 'wasm',
  windows: '386 amd64 arm64',
};

/** Variants by architecture, as listed in the OCI image specification. */
const variants: Readonly<Record<string, RegExp>> = {
  amd64: /^v[1-4]$/,
  arm: /^v[5-8]$/,
  arm64: /^v(8|8\.[1-9]|9|9\.[1-7])$/,
  ppc64le: /^power(8|9|10)$/,
  riscv64: /^rva(20|22|23)u64$/,
};

/** Whether containerd treats a single name as an operating system, which determines how `parsePlatform` parses it. */
export function isKnownOs(name: string): boolean {
  return operatingSystems.has(name);
}

export function isKnownArchitecture(name: string): boolean {
  return architectures.has(name);
}

/**
 * Whether the platform exists. containerd and buildx accept every `a/b`, so `linux/amd46` builds something that no machine runs; this
 * detects typing errors.
 */
export function isKnownPlatform(platform: Platform): boolean {
  const { os, architecture, variant } = normalizePlatform(platform);
  const known = Object.hasOwn(pairs, os) && pairs[os]?.split(' ').includes(architecture) === true;
  return (
    known &&
    (variant === undefined || (Object.hasOwn(variants, architecture) && variants[architecture]?.test(variant) === true))
  );
}

/** Other names of architectures: Node.js, Windows, Debian, Docker Hub's old repository prefixes. */
const elsewhere: Readonly<Record<string, string>> = {
  x64: 'amd64',
  x86: '386',
  ia32: '386',
  i586: '386',
  arm32: 'arm/v7',
  arm32v7: 'arm/v7',
  arm32v6: 'arm/v6',
  arm64v8: 'arm64',
  armv8: 'arm64',
  armv8l: 'arm64',
  mipsel: 'mipsle',
  mips64el: 'mips64le',
  ppc64el: 'ppc64le',
};

/** The probably intended platform (`linux/amd64` for `linux/amd46`) in its usual form; undefined if none is similar. */
export function nearestPlatform(platform: Platform): string | undefined {
  const plain: Platform = { os: platform.os, architecture: platform.architecture };
  const withoutOs: Platform = { os: 'linux', architecture: platform.os, variant: platform.architecture };
  const known = [platform, plain, withoutOs].find(isKnownPlatform);
  return known === undefined ? nearestTo(spell(platform)) : formatPlatform(known);
}

/** The same for a text that is not a platform: `linux-amd64`, `amd46`. */
export function nearestTo(text: string): string | undefined {
  const wanted = text.toLowerCase().slice(0, maxLength);
  const architecture = wanted.slice(wanted.indexOf('/') + 1);
  if (Object.hasOwn(elsewhere, architecture)) {
    return nearestTo(`linux/${elsewhere[architecture] ?? ''}`);
  }
  const [best] = candidates
    .map((candidate) => ({
      candidate,
      distance: lowestOf(spellings(candidate).map((spelling) => distance(wanted, spelling))) ?? Infinity,
    }))
    .sort((a, b) => a.distance - b.distance);
  return best !== undefined && best.distance <= maxDistance ? best.candidate : undefined;
}

const maxLength = 40;
/** A missing letter and two swapped ones, or the two missing digits of `amd`. */
const maxDistance = 2;

const candidates: readonly string[] = [
  ...new Set([
    ...commonPlatforms,
    ...Object.entries(pairs).flatMap(([os, names]) => names.split(' ').map((name) => `${os}/${name}`)),
  ]),
].filter((candidate) => !candidate.endsWith('/arm'));

/** The possible inputs: complete, or without an implied operating system. */
function spellings(candidate: string): readonly string[] {
  return candidate.startsWith('linux/') ? [candidate, candidate.slice('linux/'.length)] : [candidate];
}

function spell(platform: Platform): string {
  return [platform.os, platform.architecture, platform.variant]
    .filter((part) => part !== undefined && part !== '')
    .join('/');
}

/** Edit distance in which swapping two letters is one edit (optimal string alignment). */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = at(row, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const exchanged = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      next.push(
        Math.min(at(row, j) + 1, at(next, j - 1) + 1, substitution, exchanged ? at(before, j - 2) + 1 : Infinity),
      );
    }
    before = row;
    row = next;
  }
  return at(row, b.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Infinity;
}
