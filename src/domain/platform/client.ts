import { normalizePlatform, type Platform } from './normalize.ts';

/** Go's names for what Node.js calls otherwise. */
const systems: Readonly<Record<string, string>> = { win32: 'windows', sunos: 'solaris' };
const architectures: Readonly<Record<string, string>> = {
  x64: 'amd64',
  ia32: '386',
  mipsel: 'mipsle',
  ppc64: 'ppc64le',
};

/**
 * The platform of the machine that buildx runs on, which it takes `local` for and completes lone words by, whatever the builder is
 * (buildx util/platformutil/parse.go; containerd/platforms, `DefaultSpec`): on macOS that is darwin.
 *
 * @param machine as Node.js has it in `process`
 */
export function clientPlatform({ platform, arch }: { readonly platform: string; readonly arch: string }): Platform {
  return normalizePlatform({ os: systems[platform] ?? platform, architecture: architectures[arch] ?? arch });
}
