import { list, mapping, text, type Mapping } from '../../untrusted/values.ts';
import type { WorkloadImage } from './workloads.ts';

/** A file of Kustomize, which may omit its kind (api/types/kustomization.go, `FixKustomizationPostUnmarshalling`), or of Flux. */
export function isKustomization({ kind, apiVersion, images }: Mapping): boolean {
  return (
    kind === 'Kustomization' ||
    (kind === 'Component' && text(apiVersion)?.startsWith('kustomize.config.k8s.io/') === true) ||
    (kind === undefined && Array.isArray(images))
  );
}

/** The images that a kustomization sets. */
export function kustomizedImages(object: Mapping): readonly WorkloadImage[] {
  const { images } = Array.isArray(object.images) ? object : mapping(object.spec);
  return list(images).flatMap((entry) => {
    const { name, newName, newTag, digest } = mapping(entry);
    const repository = text(newName) ?? text(name);
    const tag = typeof newTag === 'number' ? String(newTag) : text(newTag);
    const pinned = text(digest);
    return repository === undefined
      ? []
      : [
          {
            image: `${repository}${tag === undefined ? '' : `:${tag}`}${pinned === undefined ? '' : `@${pinned}`}`,
            kind: 'Kustomization',
            name: text(mapping(object.metadata).name) ?? '',
          },
        ];
  });
}
