import type { Toleration } from '../../cluster/cluster.ts';
import { isMapping, list, mapping, text, type Mapping } from '../../untrusted/values.ts';
import {
  isFilled,
  isPlaced,
  placementFields,
  readPlacement,
  readTolerations,
  type Placement,
} from '../../workload/placement.ts';
import { isFilledIn } from './workloads.ts';
import { containerLists, fieldsOf, pathsOf } from './imageFields.ts';

/** The images of pods with the same placement that an object describes. */
export interface PodImages {
  /** Such as `DaemonSet`. */
  readonly kind: string;
  /** The object's name; empty if it has none. */
  readonly name: string;
  /** Absent if the object does not say it. */
  readonly placement?: Placement;
  /** Unchecked references, each once. */
  readonly images: readonly string[];
  /** Those that the `images` of a kustomization replace. */
  readonly replaceable: readonly string[];
}

/** What Kubernetes objects say about the pods that they describe. */
export interface PodFacts {
  readonly pods: readonly PodImages[];
  /** Of all pods. */
  readonly tolerations: readonly Toleration[];
}

/** Nesting of values. Objects in objects have about 40 levels. */
const deepest = 64;
/** Pod templates of other objects that these describe are examples or patterns. */
const skippedKinds = new Set(['CustomResourceDefinition']);
const skippedGroups = new Set(['kyverno.io', 'policies.kyverno.io']);

/** The images of objects of any kind: pod templates at any depth, also in objects within objects, and fields of known APIs. */
export function podFacts(objects: readonly Mapping[]): PodFacts {
  const reader = new PodReader();
  for (const object of objects) {
    reader.object(object);
  }
  return reader;
}

/** The object that a value belongs to. */
interface Owner {
  readonly kind: string;
  readonly name: string;
  readonly group: string;
  /** Of an object in a list of them, which does not repeat it. */
  readonly item?: { readonly apiVersion: string; readonly kind: string } | undefined;
  /** The values of an OpenShift template's parameters. */
  readonly parameters: ReadonlyMap<string, string>;
  /** What the specifications around a value say about placement, the nearest first. */
  readonly around: Mapping;
}

class PodReader implements PodFacts {
  readonly pods: PodImages[] = [];
  readonly tolerations: Toleration[] = [];

  object(object: Mapping): void {
    if (text(object.kind) !== undefined) {
      this.#visit(object, { kind: '', name: '', group: '', parameters: new Map(), around: {} }, 0);
    }
  }

  #visit(value: unknown, outer: Owner, depth: number): void {
    if (depth > deepest) {
      return;
    }
    if (Array.isArray(value)) {
      for (const item of value as unknown[]) {
        this.#visit(item, outer, depth + 1);
      }
      return;
    }
    if (!isMapping(value)) {
      return;
    }
    const owner = ownerOf(value, outer);
    if (skippedKinds.has(owner.kind) || skippedGroups.has(owner.group)) {
      return;
    }
    for (const toleration of readTolerations(value.tolerations)) {
      this.tolerations.push(toleration);
    }
    this.#look(value, owner, owner !== outer);
    for (const [name, child] of Object.entries(value)) {
      const own = name === 'items' ? owner : { ...owner, item: undefined };
      this.#visit(child, fieldsOf(owner.group).inherits ? { ...own, around: around(value, owner) } : own, depth + 1);
    }
  }

  /** The images of this mapping. */
  #look(value: Mapping, owner: Owner, isObject: boolean): void {
    const fields = fieldsOf(owner.group);
    const own = (found: readonly unknown[]) => found.flatMap((image) => imageText(image, owner.parameters) ?? []);
    const [containers, init, ephemeral] = containerLists.map((name) => own(imagesIn(value[name])));
    const volumes = own(list(value.volumes).map((volume) => mapping(mapping(volume).image).reference));
    const ofPod = [containers, init, ephemeral].flatMap((images = []) => images);
    const others = [
      ...own((fields.lists ?? []).flatMap((name) => imagesIn(value[name]))),
      ...own(['container', ...(fields.containers ?? [])].map((name) => mapping(value[name]).image)),
    ];
    const named = isObject ? own(pathsOf(fields, owner.kind).flatMap((path) => at(value, path.split('.')))) : [];
    const pod = fields.inherits ? around(value, owner) : value;
    if (ofPod.length + volumes.length > 0) {
      this.#add(owner, [...ofPod, ...volumes], [...(containers ?? []), ...(init ?? []), ...volumes], pod);
    }
    this.#add(owner, others, [], fields.inherits ? pod : undefined);
    this.#add(owner, named, [], isPlaced(mapping(value.spec)) ? mapping(value.spec) : undefined);
  }

  #add(owner: Owner, images: readonly string[], replaceable: readonly string[], pod: Mapping | undefined): void {
    const { kind, name, parameters } = owner;
    if (images.length > 0 && kind !== '') {
      const label = filled(name, parameters);
      this.pods.push({
        kind,
        name: isFilledIn(label) ? label : '',
        ...(pod && { placement: readPlacement(pod, { daemonSet: kind === 'DaemonSet' }) }),
        images: [...new Set(images)],
        replaceable: [...new Set(replaceable)],
      });
    }
  }
}

/** The object that a mapping is, or else the one that it belongs to. */
function ownerOf(value: Mapping, outer: Owner): Owner {
  const kind = text(value.kind) ?? outer.item?.kind;
  const apiVersion = text(value.apiVersion) ?? outer.item?.apiVersion;
  if (kind === undefined || apiVersion === undefined) {
    return outer;
  }
  const isList = kind.endsWith('List') && Array.isArray(value.items);
  return {
    kind,
    name: text(mapping(value.metadata).name) ?? '',
    group: apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '',
    ...(isList && kind !== 'List' && { item: { apiVersion, kind: kind.slice(0, -'List'.length) } }),
    parameters: kind === 'Template' && Array.isArray(value.objects) ? parametersOf(value) : outer.parameters,
    around: {},
  };
}

/** The images of a list of containers. */
function imagesIn(containers: unknown): readonly unknown[] {
  return list(containers).map((container) => mapping(container).image);
}

/** A reference, or one in parts, as operators accept it. */
function imageText(value: unknown, parameters: ReadonlyMap<string, string>): string | undefined {
  const { repository, tag } = mapping(value);
  const [path, version] = [text(repository), text(tag)];
  const written = text(value) ?? (path !== undefined && version !== undefined ? `${path}:${version}` : undefined);
  const image = written === undefined ? undefined : filled(written, parameters);
  return image !== undefined && isFilledIn(image) ? image : undefined;
}

/** The values at a path. */
function at(value: unknown, [name, ...rest]: readonly string[]): readonly unknown[] {
  if (name === undefined) {
    return [value];
  }
  const next =
    name === '*' ? Object.values(Array.isArray(value) ? list(value) : mapping(value)) : [mapping(value)[name]];
  return next.flatMap((each) => at(each, rest));
}

/** What a mapping says about placement, or else what is around it says. */
function around(value: Mapping, owner: Owner): Mapping {
  const own = placementFields.filter((name) => isFilled(value[name]));
  return own.length === 0
    ? owner.around
    : { ...owner.around, ...Object.fromEntries(own.map((name) => [name, value[name]])) };
}

/** The longest reference that is read. */
const longest = 4096;

/** The parameters of an OpenShift template (template.openshift.io/v1, `Parameter`) that have a value. */
function parametersOf(template: Mapping): ReadonlyMap<string, string> {
  return new Map(
    list(template.parameters)
      .map(mapping)
      .flatMap(({ name, value }) => {
        const [key, written] = [text(name), text(value)];
        return key !== undefined && written !== undefined && written.length <= longest ? [[key, written] as const] : [];
      }),
  );
}

function filled(written: string, parameters: ReadonlyMap<string, string>): string {
  return parameters.size === 0 || written.length > longest
    ? written
    : written.replaceAll(/\$\{(\w+)\}/g, (whole, name: string) => parameters.get(name) ?? whole);
}
