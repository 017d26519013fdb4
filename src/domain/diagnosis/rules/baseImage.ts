import type { Clues } from '../clues.ts';
import { firstMatch, groupsOf, type Finding, type Rule } from './rule.ts';

const lacking = [
  // moby also reports the Windows version
  /no matching manifest for (?<platform>[\w./()-]{1,60}(?: [\d.]{1,20})?) in the manifest list entries/,
  /no image found in (?:manifest list|image index) for architecture "?(?<architecture>\w{1,20})"?(?:, variant "(?<variant>\w{0,10})")?, OS "?(?<os>\w{1,20})/,
  /no match for platform in manifest/,
  // containerd 2.1, for an amd64 node and an index without amd64, but with 386
  /get image config descriptor: content digest sha256:[0-9a-f]{1,64}: not found/,
  // containers that run elsewhere: Amazon ECS, Google Cloud Run
  /does not contain descriptor matching platform '(?<platform>[\w./-]{1,60})'/,
  /Container manifest type '[^'\n]{1,100}' must support (?<architecture>\w{1,20})\/(?<os>\w{1,20})/,
];

/** The builder before BuildKit reports the current instruction. */
const classicBase = /Step \d{1,4}\/\d{1,4} : FROM (?:--\S{1,100} )?(?<image>[^\s:]{1,200}(?::\S{1,128})?)/;

/** Images in a `FROM`. Sources: containerd core/images, moby daemon/containerd. */
export const baseImageRules: readonly Rule[] = [
  lacksPlatform,
  {
    code: 'contentMissing',
    match: /content digest (?<found>sha256:[0-9a-f]{6,12})[0-9a-f]{0,64}: not found/,
  },
  {
    code: 'contentMissing',
    match: /no child with platform (?<platform>[\w./-]{1,60})(?: in index (?<image>\S{1,300}))?/,
    params: { reason: 'index' },
  },
  {
    code: 'platformsMissing',
    match:
      /image with reference (?<image>\S{1,300}) was found but does not provide (?:the specified platform \((?<platform>[\w./-]{1,60})\)|any platform)/,
  },
  {
    code: 'platformsMissing',
    match:
      /image with reference (?<image>\S{1,300}) was found but its platform \((?<found>[\w./-]{1,60})\) does not match the specified platform \((?<platform>[\w./-]{1,60})\)/,
  },
  {
    code: 'platformsMissing',
    match:
      /image with reference (?<image>\S{1,300}) was found but does not match the specified platform: wanted (?<platform>[\w./-]{1,60}), actual: (?<found>[\w./-]{1,60})/,
  },
  // Docker Hub gives the same response for a missing repository and one without permission
  ({ said, registry, image }) =>
    image !== undefined && registry === 'docker.io' && said.includes('pull access denied')
      ? { code: 'baseImageNotFound', params: { image, registry } }
      : undefined,
];

/** Missing images; checked after all other responses of a registry. */
export const imageRules: readonly Rule[] = [
  ({ said, registry, image, pushing }) =>
    image !== undefined &&
    !pushing &&
    /: not found(?:\n|$)|manifest unknown|failed to resolve [^\n]{1,700}: 404 /.test(said)
      ? { code: 'baseImageNotFound', params: { image, ...(registry !== undefined && { registry }) } }
      : undefined,
  { code: 'imageNotFound', match: /ERROR: (?<image>[^\s"]{1,300}): not found/ },
  { code: 'imageNotFound', match: /No such image: (?<image>\S{1,300})|manifest unknown/ },
];

/** Services that run containers but do not build them. */
const elsewhere = /CannotPullContainerError|Cloud Run|Container manifest type '/;

function lacksPlatform({ said, platform, image }: Clues): Finding | undefined {
  const match = firstMatch(lacking, said);
  if (!match) {
    return undefined;
  }
  const { architecture, variant, os, ...found } = groupsOf(match);
  const reason = found.platform?.startsWith('windows') ? 'windows' : elsewhere.test(said) ? 'run' : undefined;
  const base = image ?? classicBase.exec(said)?.groups?.image;
  return {
    code: 'baseImageLacksPlatform',
    params: {
      ...(platform !== undefined && { platform }),
      ...(os !== undefined && { platform: [os, architecture, variant].filter(Boolean).join('/') }),
      ...found,
      ...(base !== undefined && { image: base }),
      ...(reason !== undefined && { reason }),
    },
  };
}
