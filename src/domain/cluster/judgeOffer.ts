import type { GroupCoverage, Offer } from './coverage.ts';
import { judgeInside, type Inside } from '../inside/inside.ts';
import { acceptablePlatforms, formatPlatform, parsePlatform, samePlatform, type Platform } from '../platform.ts';

/** An offer whose platforms were parsed, once for all nodes: a workspace can reference a thousand images. */
export interface ParsedOffer {
  readonly kind: Offer['kind'];
  readonly images: readonly OfferedImage[];
}

interface OfferedImage {
  /** Normalized. */
  readonly name: string;
  readonly platform: Platform;
  /** Its start program, if it was checked. */
  readonly inside: Inside | undefined;
}

export function parseOffer({ kind, platforms, insides }: Offer): ParsedOffer {
  const images = platforms.flatMap((name) => {
    const platform = read(name);
    return platform ? [{ name, platform, inside: insides?.get(name) }] : [];
  });
  return { kind, images };
}

/**
 * How an offer would run on a node.
 *
 * - A single manifest is pulled whatever it says (containerd core/images/image.go, `Manifest`), and starts if its program does.
 * - Of an index, only an image for exactly the node's platform is pulled. containerd 2.1 and later match no other
 *   (core/transfer/image/imagestore.go, `ImageFilter`), nor does CRI-O for another architecture. Older ones also pull what the processor
 *   may run, such as 386 on amd64, if there is none for its own platform (platforms/compare.go, `Only`).
 *
 * `test/node/images.test.ts` compares this with a real node.
 *
 * @param node its platform
 * @param emulated what its engine emulates
 * @param pullsRelated it has an older containerd
 */
export function judgeOffer(
  { kind, images }: ParsedOffer,
  node: string,
  emulated: readonly string[],
  pullsRelated = false,
): Pick<GroupCoverage, 'verdict' | 'how' | 'unfit'> {
  const host = read(node);
  if (host === undefined || (kind === 'manifest' && images.length === 0)) {
    return { verdict: 'unknown' };
  }
  const pulled = kind === 'manifest' ? images[0] : pulledOf(images, pullsRelated ? acceptablePlatforms(host) : [host]);
  return pulled === undefined ? { verdict: 'fails', how: 'does-not-pull' } : judgeStart(pulled, host, emulated);
}

/** @param accepted the best first */
function pulledOf(images: readonly OfferedImage[], accepted: readonly Platform[]): OfferedImage | undefined {
  const [pulled] = accepted.flatMap((wanted) => images.find(({ platform }) => samePlatform(wanted, platform)) ?? []);
  return pulled;
}

/** A checked program decides, otherwise the platform that the image says. */
function judgeStart(
  { name, platform, inside }: OfferedImage,
  host: Platform,
  emulated: readonly string[],
): Pick<GroupCoverage, 'verdict' | 'how' | 'unfit'> {
  const label = samePlatform(host, platform) ? 'same' : isRelated(host, platform) ? 'related' : 'other';
  const judged = inside && judgeInside(inside, formatPlatform(host));
  const crashes = { verdict: 'fails', how: 'crashes' } as const;
  const unfit = label === 'other' ? crashes : ({ ...crashes, unfit: true } as const);
  switch (judged?.verdict) {
    case 'fits':
      // the level of the processor is in the label only
      return { verdict: label === 'related' && platform.architecture === host.architecture ? 'degraded' : 'runs' };
    case 'related':
      return { verdict: 'degraded' };
    case 'broken':
      return unfit;
    case 'wrong':
      return emulated.includes(`linux/${judged.program.architecture ?? ''}`) ? { verdict: 'emulated' } : unfit;
    case 'unknown':
    case undefined:
      break;
  }
  if (label !== 'other') {
    return { verdict: label === 'same' ? 'runs' : 'degraded' };
  }
  return emulated.includes(name) ? { verdict: 'emulated' } : crashes;
}

/** Whether the processor can run some images of this architecture. */
function isRelated(host: Platform, { os, architecture }: Platform): boolean {
  return acceptablePlatforms(host).some((each) => each.os === os && each.architecture === architecture);
}

function read(text: string): Platform | undefined {
  const platform = parsePlatform(text);
  return platform.ok ? platform.value : undefined;
}
