/**
 * Windows Server 2022: from this version on, a host also runs containers of the previous long-term release (containerd/platforms,
 * platform_windows_compat.go).
 */
const firstStableBuild = 20348;

/**
 * Whether a Windows host of this version runs containers of that one. Before Server 2022, the builds must be equal; since then, and while
 * Server 2025 is the newest, any build from 2022 up to the host's works. An absent version matches all.
 */
export function versionRuns(host: string, container: string): boolean {
  const on = parseVersion(host);
  if (on === undefined || container === '') {
    return true;
  }
  const wanted = parseVersion(container);
  if (wanted?.major !== on.major || wanted.minor !== on.minor) {
    return false;
  }
  return on.build < firstStableBuild
    ? on.build === wanted.build
    : firstStableBuild <= wanted.build && wanted.build <= on.build;
}

/** The first three numbers of `10.0.20348.2527`. */
function parseVersion(
  text: string,
): { readonly major: number; readonly minor: number; readonly build: number } | undefined {
  const [, major, minor, build] = /^(\d{1,3})\.(\d{1,3})\.(\d{1,5})(?:\.|$)/.exec(text) ?? [];
  return major === undefined ? undefined : { major: Number(major), minor: Number(minor), build: Number(build) };
}
