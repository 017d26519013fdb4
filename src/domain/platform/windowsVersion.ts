/** Builds of Windows Server that later ones keep compatible with: 2022 and 2025 (containerd/platforms, platform_windows_compat.go). */
const stableReleases = [20348, 26100] as const;

/**
 * Whether a Windows host of this version runs containers of that one. Before Server 2022 the builds have to be equal;
 * from then on a host runs images from the long-term release before its own up to itself. An absent version fits all.
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
  const [first, ...later] = stableReleases;
  if (on.build < first) {
    return on.build === wanted.build;
  }
  const generation = later.findLastIndex((release) => on.build >= release);
  const floor = generation < 1 ? first : (later[generation - 1] ?? first);
  return floor <= wanted.build && wanted.build <= on.build;
}

/** The first three numbers of `10.0.20348.2527`. */
function parseVersion(
  text: string,
): { readonly major: number; readonly minor: number; readonly build: number } | undefined {
  const [, major, minor, build] = /^(\d{1,3})\.(\d{1,3})\.(\d{1,5})(?:\.|$)/.exec(text) ?? [];
  return major === undefined ? undefined : { major: Number(major), minor: Number(minor), build: Number(build) };
}
