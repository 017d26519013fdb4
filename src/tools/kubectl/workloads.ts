import { podSpecs } from '../../domain/sources/manifests/workloads.ts';
import { list, mapping, text, texts, type Mapping } from '../../domain/untrusted/values.ts';
import { readPlacement } from '../../domain/workload/placement.ts';
import {
  isKind,
  isObjectName,
  type Owner,
  type Workload,
  type WorkloadContainer,
} from '../../domain/workload/workload.ts';
import { readList, type ListCall } from './lists/listReader.ts';
import { rawGet, type KubeTarget } from './raw.ts';

/** The listed kinds; jobs and bare pods are known by their pods. */
export type ListedKind = 'Deployment' | 'StatefulSet' | 'DaemonSet' | 'CronJob';

const resources: Readonly<Record<ListedKind, readonly [group: string, plural: string]>> = {
  Deployment: ['/apis/apps/v1', 'deployments'],
  StatefulSet: ['/apis/apps/v1', 'statefulsets'],
  DaemonSet: ['/apis/apps/v1', 'daemonsets'],
  CronJob: ['/apis/batch/v1', 'cronjobs'],
};

/** The API path of a kind's objects. @param namespace by default all */
export function workloadsPath(kind: ListedKind, namespace: string | undefined): string {
  const [group, plural] = resources[kind];
  return `${group}${inNamespace(namespace)}/${plural}`;
}

export function inNamespace(namespace: string | undefined): string {
  return namespace === undefined ? '' : `/namespaces/${encodeURIComponent(namespace)}`;
}

/** All workloads of a kind in one request that the API server answers from memory. */
export function listWorkloads(
  kubectl: string,
  target: KubeTarget,
  { kind, namespace }: { readonly kind: ListedKind; readonly namespace?: string | undefined },
  seconds: number,
): ListCall<Workload> {
  return {
    ...rawGet(kubectl, target, `${workloadsPath(kind, namespace)}?resourceVersion=0`, seconds),
    reader: () => readList(`${kind}List`, (object) => readWorkload(kind, object)),
  };
}

function readWorkload(kind: ListedKind, object: Mapping): readonly Workload[] {
  const identity = readIdentity(object);
  if (identity === undefined) {
    return [];
  }
  const spec = mapping(object.spec);
  const [, own = {}, ofJob = {}] = podSpecs(object);
  const pods = kind === 'CronJob' ? ofJob : own;
  const selector = kind === 'CronJob' ? undefined : selectorText(mapping(spec.selector));
  const strategy = mapping(spec.updateStrategy).type;
  const owner = readOwner(object);
  return [
    {
      kind,
      ...identity,
      containers: readContainers(pods),
      placement: readPlacement(pods, { daemonSet: kind === 'DaemonSet' }),
      ...(selector !== undefined && { selector }),
      ...(strategy === 'OnDelete' && { onDelete: true }),
      ...(owner !== undefined && { owner }),
    },
  ];
}

/** Name and namespace; undefined if they are invalid. */
export function readIdentity(object: Mapping): { readonly name: string; readonly namespace: string } | undefined {
  const { name, namespace } = mapping(object.metadata);
  const [own, where] = [text(name), text(namespace)];
  return own !== undefined && where !== undefined && isObjectName(own) && isObjectName(where)
    ? { name: own, namespace: where }
    : undefined;
}

/** The API groups of Kubernetes's own workloads; their kinds are known without a group. */
const ownGroups = ['', 'apps', 'batch'];

/** The controller of an object; undefined if it has none, or an invalid one. */
export function readOwner(object: Mapping): Owner | undefined {
  const owner = list(mapping(object.metadata).ownerReferences)
    .map(mapping)
    .find(({ controller }) => controller === true);
  const [kind, name, version = ''] = [text(owner?.kind), text(owner?.name), text(owner?.apiVersion)];
  const group = version.includes('/') ? version.slice(0, version.indexOf('/')) : '';
  const isOwn = ownGroups.includes(group);
  return kind !== undefined &&
    name !== undefined &&
    isKind(kind) &&
    isObjectName(name) &&
    (isOwn || isObjectName(group))
    ? { kind, name, ...(!isOwn && { group }) }
    : undefined;
}

/** The containers of a pod's specification, including init containers, and its image volumes (core/v1 `ImageVolumeSource`). */
export function readContainers(spec: Mapping): readonly WorkloadContainer[] {
  const containers = [...list(spec.initContainers), ...list(spec.containers)].map(mapping);
  const volumes = list(spec.volumes).map(mapping);
  return [
    ...containers.flatMap(({ name, image, imagePullPolicy }) => readImage(name, image, imagePullPolicy)),
    ...volumes.flatMap(({ name, image }) => {
      const { reference, pullPolicy } = mapping(image);
      return readImage(name, reference, pullPolicy).map((volume) => ({ ...volume, volume: true as const }));
    }),
  ];
}

function readImage(given: unknown, reference: unknown, policy: unknown): readonly WorkloadContainer[] {
  const [name, image, pullPolicy] = [text(given), text(reference), text(policy)];
  return name === undefined || image === undefined
    ? []
    : [{ name, image, ...(pullPolicy !== undefined && { pullPolicy }) }];
}

const labelKey = /^[A-Za-z0-9](?:[\w./-]{0,300}[A-Za-z0-9])?$/;
const labelValue = /^(?:[A-Za-z0-9](?:[\w.-]{0,61}[A-Za-z0-9])?)?$/;

/** A selector in the format of `--selector`: `app=web,tier in (a,b),!canary`. Undefined if it is invalid or empty. */
function selectorText({ matchLabels, matchExpressions }: Mapping): string | undefined {
  const labels = Object.entries(mapping(matchLabels)).map(([key, value]) => ({
    key,
    operator: 'Equal',
    values: [value],
  }));
  const parts = [...labels, ...list(matchExpressions).map(mapping)].map(requirementText);
  const known = parts.filter((part) => part !== undefined);
  return known.length > 0 && known.length === parts.length ? known.join(',') : undefined;
}

function requirementText({ key, operator, values }: Mapping): string | undefined {
  const [name, wanted] = [text(key) ?? '', operator === 'Equal' ? list(values).map(String) : texts(values)];
  if (!labelKey.test(name) || !wanted.every((value) => labelValue.test(value))) {
    return undefined;
  }
  switch (operator) {
    case 'Equal':
      return `${name}=${wanted[0] ?? ''}`;
    case 'In':
      return `${name} in (${wanted.join(',')})`;
    case 'NotIn':
      return `${name} notin (${wanted.join(',')})`;
    case 'Exists':
      return name;
    case 'DoesNotExist':
      return `!${name}`;
    default:
      return undefined;
  }
}
