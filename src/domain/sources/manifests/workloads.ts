import type { TooComplex } from '../../untrusted/budget.ts';
import { good, type Result } from '../../result.ts';
import { list, mapping, text, type Mapping } from '../../untrusted/values.ts';
import { mappingsOf } from '../../untrusted/yaml.ts';

/** An image in a Kubernetes manifest of the workspace. */
export interface WorkloadImage {
  readonly image: string;
  /** Such as `DaemonSet`, or `Kustomization`. */
  readonly kind: string;
  /** The object's name; empty if it has none. */
  readonly name: string;
}

/** The images of Kubernetes objects and kustomizations; templates that are not valid YAML have none. */
export function workloadImages(objects: readonly Mapping[]): readonly WorkloadImage[] {
  return objects
    .flatMap((object) => (isKustomization(object) ? kustomizedImages(object) : objectImages(object)))
    .filter(({ image }) => !image.includes('{{') && !image.includes('$'));
}

/** The Kubernetes objects in a YAML file, including those in a `List`. */
export function objectsOf(file: string): Result<readonly Mapping[], TooComplex> {
  const documents = mappingsOf(file);
  return documents.ok
    ? good(
        documents.value.flatMap((document) =>
          document.kind === 'List' ? list(document.items).map(mapping) : [document],
        ),
      )
    : documents;
}

function objectImages(object: Mapping): readonly WorkloadImage[] {
  const kind = text(object.kind);
  if (kind === undefined || text(object.apiVersion) === undefined) {
    return [];
  }
  const name = text(mapping(object.metadata).name) ?? '';
  return podSpecs(object)
    .flatMap((spec) => [...list(spec.containers), ...list(spec.initContainers)])
    .flatMap((container) => text(mapping(container).image) ?? [])
    .map((image) => ({ image, kind, name }));
}

/** The specification of a pod, of a controller's template, or of a CronJob's. */
export function podSpecs(object: Mapping): readonly Mapping[] {
  const spec = mapping(object.spec);
  const job = mapping(mapping(spec.jobTemplate).spec);
  return [spec, templateSpec(spec), templateSpec(job)];
}

function templateSpec(spec: Mapping): Mapping {
  return mapping(mapping(spec.template).spec);
}

function isKustomization(object: Mapping): boolean {
  return object.kind === 'Kustomization' || (object.kind === undefined && Array.isArray(object.images));
}

function kustomizedImages(object: Mapping): readonly WorkloadImage[] {
  return list(object.images).flatMap((entry) => {
    const { name, newName, newTag } = mapping(entry);
    const repository = text(newName) ?? text(name);
    const tag = typeof newTag === 'number' ? String(newTag) : text(newTag);
    return repository === undefined
      ? []
      : [{ image: tag === undefined ? repository : `${repository}:${tag}`, kind: 'Kustomization', name: '' }];
  });
}
