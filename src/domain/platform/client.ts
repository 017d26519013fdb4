import { normalizePlatform, type Platform } from './normalize.ts';

/** Go's names, if Node.js uses others. */
const systems: Readonly<Record<string, string>> = { win32: 'windows', sunos: 'solaris' };
const architectures: Readonly<Record<string, string>> = {
  x64: 'amd64',
  ia32: '386',
  mipsel: 'mipsle',
  ppc64: 'ppc64le',
};

/**
 * The platform of the machine that buildx runs on. buildx uses it for `local` and completes single words with it, regardless of the builder
 * (buildx util/platformutil/parse.go; containerd/platforms, `DefaultSpec`): on macOS, this is darwin.
 *
 * @param machine the values of Node.js's `process`
 */
export function clientPlatform({ platform, arch }: { readonly platform: string; readonly arch: string }): Platform {
  return normalizePlatform({ os: systems[platform] ?? platform, architecture: architectures[arch] ?? arch });
}
