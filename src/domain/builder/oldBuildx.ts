/** A feature of builds that an old Buildx lacks. */
export type BuildxLack = (typeof needs)[number]['for'];

/** A Buildx that lacks features which builds use. Plain JSON data. */
export interface OldBuildx {
  /** As `docker buildx version` prints it, without a leading `v`. */
  readonly version: string;
  readonly lacks: readonly BuildxLack[];
}

interface Version {
  readonly text: string;
  readonly major: number;
  readonly minor: number;
}

/** The features and the first version with each of them. Features that need a newer version, such as the build history, report that themselves. */
const needs = [
  // `--progress=rawjson`; 0.12 mixes it with other text (buildx#2252)
  { for: 'progress', since: [0, 13] },
  // `matrix` of a target; 0.10 ignores it without an error (bake/bake.go)
  { for: 'bakeMatrix', since: [0, 11] },
  // `type=oci,tar=false` (util/buildflags/export.go)
  { for: 'ociLayout', since: [0, 10] },
  // `imagetools create` crashes on a file with a complete descriptor (commands/imagetools/create.go)
  { for: 'indexEdits', since: [0, 10] },
] as const;

/** The oldest version with all of these features. */
export const oldestBuildx = '0.13';

/** The version and what it lacks; undefined if it lacks nothing. An unreadable version counts as new. */
export function oldBuildx(version: Version | undefined): OldBuildx | undefined {
  const lacks = needs.filter(({ since }) => version && isBefore(version, since)).map((need) => need.for);
  return version && lacks.length > 0 ? { version: version.text, lacks } : undefined;
}

function isBefore({ major, minor }: Version, [sinceMajor, sinceMinor]: readonly [number, number]): boolean {
  return major < sinceMajor || (major === sinceMajor && minor < sinceMinor);
}
