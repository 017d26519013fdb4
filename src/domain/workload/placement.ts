import type { Toleration } from '../cluster/cluster.ts';
import { isMapping, list, mapping, text, type Mapping } from '../untrusted/values.ts';

/** A condition on a node's labels or fields (Kubernetes API, `NodeSelectorRequirement`). */
export interface NodeRequirement {
  readonly key: string;
  /** `In`, `NotIn`, `Exists`, `DoesNotExist`, `Gt` or `Lt`; a node matches no other. */
  readonly operator: string;
  readonly values: readonly string[];
}

/** All requirements must hold; a term without any matches no node. */
export interface NodeSelectorTerm {
  readonly labels: readonly NodeRequirement[];
  readonly fields: readonly NodeRequirement[];
}

/** What the specification of a pod says about the nodes that it may run on. Its texts are unchecked. */
export interface Placement {
  /** The node is set, so no scheduler is involved. */
  readonly nodeName?: string;
  readonly nodeSelector: Readonly<Record<string, string>>;
  /** Required node affinity: one of the terms must match. Absent without it. */
  readonly required?: readonly NodeSelectorTerm[];
  /** Preferred node affinity, which excludes no node. */
  readonly preferred: readonly NodeSelectorTerm[];
  readonly tolerations: readonly Toleration[];
  /** Names of scheduling gates: the pod is not scheduled while there are any. */
  readonly gates: readonly string[];
  /** A DaemonSet's pods tolerate more than their specification says. */
  readonly daemonSet?: true;
}

/** The fields of a pod's specification that `Placement` is read from. */
export const placementFields = ['nodeName', 'nodeSelector', 'affinity', 'tolerations', 'schedulingGates'] as const;

/** Without any of it, a pod may run on every node without taints. */
export const anywhere: Placement = { nodeSelector: {}, preferred: [], tolerations: [], gates: [] };

/** Whether a specification says something about placement. */
export function isPlaced(spec: Mapping): boolean {
  return placementFields.some((name) => isFilled(spec[name]));
}

/** Reads it from a pod's specification, or from that of a workload's template. */
export function readPlacement(spec: Mapping, { daemonSet = false } = {}): Placement {
  const nodeName = text(spec.nodeName);
  const affinity = mapping(mapping(spec.affinity).nodeAffinity);
  const required = affinity.requiredDuringSchedulingIgnoredDuringExecution;
  const preferred = list(affinity.preferredDuringSchedulingIgnoredDuringExecution).map(mapping);
  return {
    ...(nodeName !== undefined && { nodeName }),
    nodeSelector: readLabels(spec.nodeSelector),
    ...(isMapping(required) && { required: list(required.nodeSelectorTerms).map(mapping).map(readTerm) }),
    preferred: preferred.map(({ preference }) => readTerm(mapping(preference))),
    tolerations: readTolerations(spec.tolerations),
    gates: list(spec.schedulingGates)
      .map(mapping)
      .flatMap(({ name }) => text(name) ?? []),
    ...(daemonSet && { daemonSet }),
  };
}

/** Reads a list of tolerations; anything that is no mapping tolerates nothing. */
export function readTolerations(tolerations: unknown): readonly Toleration[] {
  return list(tolerations).map(mapping).map(readToleration);
}

function readLabels(labels: unknown): Readonly<Record<string, string>> {
  // an unquoted number or boolean is a mistake that the API server refuses; its text is what was meant
  return Object.fromEntries(Object.entries(mapping(labels)).map(([key, value]) => [key, scalarText(value)]));
}

function scalarText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

function readTerm({ matchExpressions, matchFields }: Mapping): NodeSelectorTerm {
  return { labels: readRequirements(matchExpressions), fields: readRequirements(matchFields) };
}

function readRequirements(requirements: unknown): readonly NodeRequirement[] {
  return list(requirements)
    .map(mapping)
    .map(({ key, operator, values }) => ({
      key: text(key) ?? '',
      operator: text(operator) ?? '',
      values: list(values).filter((value) => typeof value === 'string'),
    }));
}

function readToleration(toleration: Mapping): Toleration {
  const [key, operator, value, effect] = ['key', 'operator', 'value', 'effect'].map((name) => text(toleration[name]));
  return {
    ...(key !== undefined && { key }),
    ...(operator !== undefined && { operator }),
    ...(value !== undefined && { value }),
    ...(effect !== undefined && { effect }),
  };
}

/** Empty fields are defaults. */
export function isFilled(value: unknown): boolean {
  return Array.isArray(value)
    ? value.length > 0
    : isMapping(value)
      ? Object.keys(value).length > 0
      : text(value) !== undefined;
}

const archKeys = ['kubernetes.io/arch', 'beta.kubernetes.io/arch'];

/** Whether a pod requires certain architectures itself. */
export function selectsArchitecture({ nodeSelector, required = [] }: Placement): boolean {
  return (
    archKeys.some((key) => Object.hasOwn(nodeSelector, key)) ||
    required.some(({ labels }) => labels.some(({ key }) => archKeys.includes(key)))
  );
}
