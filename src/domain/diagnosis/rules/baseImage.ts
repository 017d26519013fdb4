import type { Clues } from '../clues.ts';
import { groupsOf, type Finding, type Rule } from './rule.ts';

const lacking = [
  /no matching manifest for (?<platform>[\w./-]{1,60}) in the manifest list entries/,
  /no image found in (?:manifest list|image index) for architecture/,
  /no match for platform in manifest/,
];

/** Images that a `FROM` names. Sources: containerd core/images, moby daemon/containerd. */
export const baseImageRules: readonly Rule[] = [
  (clues) => firstOf(lacking, clues),
  {
    code: 'platformsMissing',
    match:
      /image with reference (?<image>\S{1,300}) was found but (?:does not provide the specified platform|its platform|does not match the specified platform)[^\n(]{0,40}\(?(?<found>[\w/]{0,40})/,
  },
  // Docker Hub says the same of a repository that is not there and of one that may not be read
  ({ said, registry, image }) =>
    image !== undefined && registry === 'docker.io' && said.includes('pull access denied')
      ? { code: 'baseImageNotFound', params: { image, registry } }
      : undefined,
];

/** Images that are not there; asked after what else a registry can answer. */
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

function firstOf(patterns: readonly RegExp[], { said, platform, image }: Clues): Finding | undefined {
  const found = patterns.map((pattern) => pattern.exec(said)).find((match) => match !== null);
  return found
    ? {
        code: 'baseImageLacksPlatform',
        params: {
          ...(platform !== undefined && { platform }),
          ...groupsOf(found),
          ...(image !== undefined && { image }),
        },
      }
    : undefined;
}
