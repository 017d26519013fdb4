import { invalidForm } from '../untrusted/invalidForm.ts';

/** The platform of an image or machine, with Go's names (`linux`, `arm64`) and BuildKit's variant (`v7`). */
export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
  /** Of Windows: `10.0.20348.2527`. */
  readonly osVersion?: string;
  /** Required features of Windows, such as `win32k`; not part of the normalized form. */
  readonly osFeatures?: readonly string[];
}

/** Names of the same architecture: containerd's table (platforms/database.go), then those of `uname -m` and engines. */
const architectures: Readonly<Record<string, readonly [architecture: string, variant?: string]>> = {
  i386: ['386', ''],
  x86_64: ['amd64'],
  'x86-64': ['amd64'],
  aarch64: ['arm64'],
  armhf: ['arm', 'v7'],
  armel: ['arm', 'v6'],
  i686: ['386', ''],
  armv7l: ['arm', 'v7'],
  armv6l: ['arm', 'v6'],
  loongarch64: ['loong64'],
};

const variants: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  amd64: { v1: '' },
  arm64: { '8': '', v8: '', 'v8.0': '', '9': 'v9', '9.0': 'v9', 'v9.0': 'v9' },
  arm: { '': 'v7', '7': 'v7', '5': 'v5', '6': 'v6', '8': 'v8' },
};

/** The form that containerd compares: lowercase, canonical names, and the variant only if it is significant. */
export function normalizePlatform(platform: Platform): Platform {
  const os = platform.os.toLowerCase();
  const named = platform.architecture.toLowerCase();
  const [architecture, implied] = lookUp(architectures, named) ?? [named];
  const given = implied ?? platform.variant?.toLowerCase() ?? '';
  const variant = lookUp(lookUp(variants, architecture) ?? {}, given) ?? given;
  return {
    os: os === 'macos' ? 'darwin' : os,
    architecture,
    ...(variant !== '' && { variant }),
    ...(platform.osVersion !== undefined && platform.osVersion !== '' && { osVersion: platform.osVersion }),
  };
}

/** The valid characters of a platform's part; the longest one has 13 characters. A registry could put a command into it. */
const readablePart = /^[\w.+-]{0,64}$/;

/** Whether all parts are valid. Otherwise, it is shown as `invalid?…` and matches nothing. */
export function isReadable({ os, architecture, variant = '', osVersion = '' }: Platform): boolean {
  return [os, architecture, variant, osVersion].every((part) => readablePart.test(part));
}

/**
 * `os/architecture[/variant]` of the normalized platform in buildx's format, without the version of Windows. `unknown` without an operating
 * system, `invalid?…` if invalid.
 */
export function formatPlatform(platform: Platform): string {
  const normalized = normalizePlatform(platform);
  if (!isReadable(normalized)) {
    const { os, architecture, variant = '', osVersion = '' } = normalized;
    return invalidForm(JSON.stringify([os, architecture, variant, osVersion]));
  }
  const { os, architecture, variant } = normalized;
  if (os === '') {
    return 'unknown';
  }
  return [os, architecture, variant ?? ''].filter((part) => part !== '').join('/');
}

/** The same with the version of Windows, in the format of `--platform`: `windows(10.0.20348)/amd64` (containerd's `FormatAll`). */
export function specifyPlatform(platform: Platform): string {
  const { osVersion } = normalizePlatform(platform);
  const plain = formatPlatform(platform);
  return osVersion === undefined || !isReadable(platform) ? plain : plain.replace('/', `(${osVersion})/`);
}

/** A look-up that is safe for names such as `constructor`. */
function lookUp<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
