import type { OldBuildx } from '../builder/oldBuildx.ts';
import type { Diagnosis } from '../diagnosis/diagnosis.ts';
import { judgeInside, type Inside, type StartedProgram } from '../inside/inside.ts';
import type { TagAfter } from '../policy/tagAfter.ts';

/** How the image of a platform was built. `cross`: compiled in a native stage; nothing ran under emulation. */
export type BuiltHow = 'native' | 'cross' | 'emulated' | 'unsupported' | 'unknown';

export interface PlatformResult {
  /** Such as `linux/arm64`. */
  readonly platform: string;
  /** The image that it belongs to, if a bake build made several. */
  readonly image?: string;
  readonly digest?: string;
  /** Bytes: configuration and layers, compressed. */
  readonly size?: number;
  readonly how: BuiltHow;
  /** All of its steps came from the cache. */
  readonly cached?: true;
  readonly ms: number;
  /** Time in which this platform's `RUN` steps ran under emulation. */
  readonly emulatedMs: number;
  /** The start program of its image, from its layers; absent if it was not or could not be checked. */
  readonly inside?: Inside;
}

/** A platform whose image starts a program for another platform. */
export interface Mislabelled extends StartedProgram {
  /** The labelled platform, such as `linux/arm64`. */
  readonly platform: string;
  /** The image that it belongs to, if a bake build made several. */
  readonly image?: string;
}

/** An image of a build: a bake build makes one per target. */
export interface BuiltImage {
  /** The first tag, as the user wrote it. */
  readonly reference?: string;
  /** Digest of the index (or the single manifest). */
  readonly digest?: string;
}

/** The result of a build. Plain JSON data. */
export interface BuildReport extends BuiltImage {
  readonly ok: boolean;
  readonly command: readonly string[];
  /**
   * Whether the platforms were read back from the destination. A push whose image starts a program for another platform is not verified.
   */
  readonly verified: boolean;
  readonly images: readonly BuiltImage[];
  readonly platforms: readonly PlatformResult[];
  /** Requested platforms that are missing. */
  readonly missing: readonly string[];
  /** Platforms of a push whose program is for another one; absent if there are none. */
  readonly mislabelled?: readonly Mislabelled[];
  /** What the tags point to after a failed push. */
  readonly tags?: readonly TagAfter[];
  readonly ms: number;
  /** Warnings of BuildKit. The file can be opened: it is relative to the working directory of the build. */
  readonly warnings: readonly BuildWarning[];
  /** Set if Buildx is too old for parts of the build. */
  readonly oldBuildx?: OldBuildx;
  readonly failure?: Diagnosis;
}

export interface BuildWarning {
  /** The rule's name, such as `FromAsCasing`. */
  readonly rule?: string;
  readonly message: string;
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
}

/** The platforms of an image, as read from its destination. */
export interface FoundImage extends BuiltImage {
  readonly platforms: readonly Pick<PlatformResult, 'platform' | 'digest' | 'size' | 'inside'>[];
  /** The requested platforms of this image only. */
  readonly asked?: readonly string[];
}

/** How each platform was built, according to the progress. */
export type Making = Pick<PlatformResult, 'platform' | 'how' | 'cached' | 'ms' | 'emulatedMs'>;

/**
 * Compares the result with the request: a row for every existing platform, and the names of missing ones.
 *
 * @param asked normalized platforms; empty if the bake file defines them, and then none can be missing
 */
export function compareResult(
  asked: readonly string[],
  found: readonly FoundImage[],
  made: readonly Making[],
): Pick<BuildReport, 'platforms' | 'missing'> {
  const several = found.length > 1;
  const label = (image: FoundImage) => image.reference ?? image.digest ?? '';
  return {
    platforms: found.flatMap((image) =>
      image.platforms.map(({ platform, digest, size, inside }) => ({
        platform,
        ...(several && { image: label(image) }),
        ...(digest !== undefined && { digest }),
        ...(size !== undefined && { size }),
        ...(inside && { inside }),
        ...(made.find((making) => making.platform === platform) ?? { how: 'unknown' as const, ms: 0, emulatedMs: 0 }),
      })),
    ),
    missing: found.flatMap((image) =>
      (image.asked ?? asked)
        .filter((platform) => !image.platforms.some((there) => there.platform === platform))
        .map((platform) => (several ? `${platform} (${label(image)})` : platform)),
    ),
  };
}

/** The platforms whose image starts a program for another one. */
export function mislabelledIn(platforms: readonly PlatformResult[]): readonly Mislabelled[] {
  return platforms.flatMap(({ platform, image, inside }) => {
    const judged = inside && judgeInside(inside, platform);
    return judged?.verdict === 'wrong' ? [{ platform, ...(image !== undefined && { image }), ...judged.program }] : [];
  });
}
