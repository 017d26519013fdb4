import { list, mapping, text, texts, type Mapping } from '../../untrusted/values.ts';

/** What a kustomization says about images and the files that it builds from. */
export interface Kustomization {
  /** Of its object; empty if it has none. */
  readonly name: string;
  readonly images: readonly ImageOverride[];
  /** Unchanged paths of files and folders, relative to its own; absent for Flux, which names a folder of another repository. */
  readonly from?: {
    readonly resources: readonly string[];
    readonly components: readonly string[];
    /** Files of patches and replacements. */
    readonly patches: readonly string[];
  };
  /** One of its patches or replacements changes where pods may run, or may do so. */
  readonly moves: boolean;
}

/** An entry of `images` (api/types/image.go). */
export interface ImageOverride {
  /** The name to replace, without a tag. */
  readonly name: string;
  readonly newName?: string;
  readonly newTag?: string;
  readonly digest?: string;
}

/** The kustomization that an object is; it may omit its kind (api/types/kustomization.go, `FixKustomizationPostUnmarshalling`). */
export function readKustomization(object: Mapping, isNamed: boolean): Kustomization | undefined {
  const { kind } = object;
  const group = text(object.apiVersion)?.split('/')[0];
  const isFlux = kind === 'Kustomization' && group === 'kustomize.toolkit.fluxcd.io';
  const isOne =
    kind === 'Kustomization' ||
    (kind === 'Component' && group === 'kustomize.config.k8s.io') ||
    (kind === undefined && (isNamed || Array.isArray(object.images)));
  if (!isOne) {
    return undefined;
  }
  const patches = [...list(object.patches), ...list(object.patchesJson6902)].map(mapping);
  const merged = texts(object.patchesStrategicMerge);
  const replacements = list(object.replacements).map(mapping);
  const replaced = replacements.flatMap(({ targets }) =>
    list(targets).flatMap((target) => texts(mapping(target).fieldPaths)),
  );
  const inline = [...patches.flatMap(({ patch }) => text(patch) ?? []), ...merged];
  return {
    name: text(mapping(object.metadata).name) ?? '',
    images: list((isFlux ? mapping(object.spec) : object).images).flatMap(readOverride),
    ...(!isFlux && {
      from: {
        resources: [...texts(object.resources), ...texts(object.bases)],
        components: texts(object.components),
        patches: [
          ...[...patches, ...replacements].flatMap(({ path }) => text(path) ?? []),
          ...merged.filter((each) => !isInline(each)),
        ],
      },
    }),
    moves: inline.some(changesPlacement) || replaced.some((path) => changesPlacement(path) || wholePod.test(path)),
  };
}

/** The path of a field that contains the specification of a pod. */
const wholePod = /(?:^|\.)(?:spec|template|jobTemplate)$/;

/** An entry of `patchesStrategicMerge` is a file or a patch itself. */
function isInline(entry: string): boolean {
  return /[\n{]/.test(entry);
}

/** Whether a text may change where pods run. */
export function changesPlacement(written: string): boolean {
  return /nodeSelector|affinity|tolerations|nodeName|schedulingGates/i.test(written);
}

function readOverride(entry: unknown): readonly ImageOverride[] {
  const { newTag, ...given } = mapping(entry);
  const name = text(given.name);
  const [newName, digest] = [text(given.newName), text(given.digest)];
  const tag = typeof newTag === 'number' ? String(newTag) : text(newTag);
  return name === undefined
    ? []
    : [
        {
          name,
          ...(newName !== undefined && { newName }),
          ...(tag !== undefined && { newTag: tag }),
          ...(digest !== undefined && { digest }),
        },
      ];
}

/** The image that an entry leads to, whatever the tag was before; undefined if it changes nothing. */
export function imageOf({ name, newName, newTag, digest }: ImageOverride): string | undefined {
  return newName === undefined && newTag === undefined && digest === undefined
    ? undefined
    : reference(newName ?? name, newTag, digest);
}

/** The image of a container after an entry was applied (api/filters/imagetag/updater.go); undefined if it does not match. */
export function overridden(image: string, override: ImageOverride): string | undefined {
  const { name, tag, digest } = split(image);
  if (name !== override.name) {
    return undefined;
  }
  const { newName = name, newTag, digest: newDigest } = override;
  return newTag === undefined && newDigest === undefined
    ? reference(newName, tag, digest)
    : reference(newName, newTag, newDigest);
}

function split(image: string): { readonly name: string; readonly tag?: string; readonly digest?: string } {
  const at = image.indexOf('@');
  const tagged = at < 0 ? image : image.slice(0, at);
  const colon = tagged.indexOf(':', tagged.lastIndexOf('/') + 1);
  return {
    name: colon < 0 ? tagged : tagged.slice(0, colon),
    ...(colon >= 0 && { tag: tagged.slice(colon + 1) }),
    ...(at >= 0 && { digest: image.slice(at + 1) }),
  };
}

function reference(name: string, tag: string | undefined, digest: string | undefined): string {
  return `${name}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
}
