import { list, mapping, text, texts, type Mapping } from '../../untrusted/values.ts';
import { architectureOfInstance } from './instanceTypes.ts';

/** The nodes that a pool of Karpenter can add. */
export interface KarpenterPool {
  readonly name: string;
  /** Values of `kubernetes.io/os` and `kubernetes.io/arch`. */
  readonly systems: readonly string[];
  readonly architectures: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /** Labels with one of these values; any if the list is empty. A key that ends in `/*` stands for all labels of a domain. */
  readonly open: Readonly<Record<string, readonly string[]>>;
  /** Karpenter prefers the pool with the highest one. */
  readonly weight: number;
}

/** The defaults of a pool without such a requirement: Karpenter's architectures, and Linux. */
const usualArchitectures = ['amd64', 'arm64'];
/** More than the number of existing systems or architectures. */
const mostValues = 20;
/** Values of a requirement: more than there are types of instances. */
const mostNamed = 5000;
/** A pool has at most a hundred (the API's definition of NodePool). */
const mostRequirements = 100;

const arch = 'kubernetes.io/arch';
const os = 'kubernetes.io/os';

/** Old names of labels, which Karpenter translates in pools and pods (kubernetes-sigs/karpenter pkg/apis/v1/labels.go, `NormalizedLabels`). */
const normalized: Readonly<Record<string, string>> = {
  'beta.kubernetes.io/arch': arch,
  'beta.kubernetes.io/os': os,
  'beta.kubernetes.io/instance-type': 'node.kubernetes.io/instance-type',
  'failure-domain.beta.kubernetes.io/zone': 'topology.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region': 'topology.kubernetes.io/region',
};

/** The present name of a label. */
export function normalLabel(name: string): string {
  return (Object.hasOwn(normalized, name) ? normalized[name] : undefined) ?? name;
}

/**
 * Labels that a new node gets although its pool does not name them: pods may select any value (`WellKnownLabels` in the same file, and those
 * of the providers for AWS, Azure, EKS Auto Mode and, in cloudpilot-ai/karpenter-provider-gcp pkg/apis/v1alpha1/labels.go, Google Cloud).
 */
const wellKnown = [
  'topology.kubernetes.io/zone',
  'topology.kubernetes.io/region',
  'node.kubernetes.io/instance-type',
  'karpenter.sh/capacity-type',
  'node.kubernetes.io/windows-build',
  'topology.k8s.aws/zone-id',
  'karpenter.k8s.aws/*',
  'karpenter.azure.com/*',
  'kubernetes.azure.com/*',
  'eks.amazonaws.com/*',
  'karpenter.k8s.gcp/*',
];

/** Labels whose values are types or families of Amazon EC2 instances. */
const instanceKeys = [
  'node.kubernetes.io/instance-type',
  'karpenter.k8s.aws/instance-family',
  'eks.amazonaws.com/instance-family',
];
const makerKeys = ['karpenter.k8s.aws/instance-cpu-manufacturer', 'eks.amazonaws.com/instance-cpu-manufacturer'];
/** All values of these labels (aws/karpenter-provider-aws pkg/providers/instancetype/types.go); Macs run no Kubernetes nodes. */
const makers = ['amd', 'aws', 'intel'];

/** What a key may be: one of these values; any, if it is only required to exist or not to have some of them. */
type Allowed = ReadonlyMap<string, readonly string[] | 'any' | 'absent'>;

/** The nodes that a pool (karpenter.sh/v1, NodePool) can add; undefined if its limits or contradictory requirements allow none. */
export function karpenterPool(pool: Mapping): KarpenterPool | undefined {
  const { limits, template, weight } = mapping(pool.spec);
  if (['cpu', 'memory', 'nodes'].some((resource) => isZero(mapping(limits)[resource]))) {
    return undefined;
  }
  const { metadata, spec } = mapping(template);
  const requirements = [
    ...list(mapping(spec).requirements).map(mapping),
    // Karpenter treats labels as requirements, too
    ...Object.entries(mapping(mapping(metadata).labels)).map(([key, value]): Mapping => ({
      key,
      operator: 'In',
      values: [value],
    })),
  ].slice(0, mostRequirements);
  const allowed = allowedValues(requirements);
  if ([...allowed.values()].some((values) => values.length === 0)) {
    return undefined;
  }
  const name = text(mapping(pool.metadata).name) ?? '';
  const others = [...allowed].filter(([key]) => key !== arch && key !== os);
  return {
    name,
    systems: valuesOf(requirements, os, ['linux']),
    architectures: valuesOf(requirements, arch, usualArchitectures).filter((each) => hasInstances(allowed, each)),
    labels: {
      ...Object.fromEntries(
        others.flatMap(([key, values]) =>
          typeof values !== 'string' && values.length === 1 ? values.map((value) => [key, value] as const) : [],
        ),
      ),
      'karpenter.sh/nodepool': name,
    },
    open: Object.fromEntries([
      ...wellKnown.filter((key) => !allowed.has(key)).map((key) => [key, []] as const),
      ...others.flatMap(([key, values]) =>
        values === 'any'
          ? [[key, []] as const]
          : values !== 'absent' && values.length > 1
            ? [[key, values] as const]
            : [],
      ),
    ]),
    weight: typeof weight === 'number' ? weight : 0,
  };
}

/** `0` or `0m`; a quantity that is not understood is no limit. */
function isZero(quantity: unknown): boolean {
  return quantity === 0 || (typeof quantity === 'string' && /^0+(?:\.0+)?[a-zA-Z]{0,2}$/.test(quantity));
}

function allowedValues(requirements: readonly Mapping[]): Allowed {
  const allowed = new Map<string, readonly string[] | 'any' | 'absent'>();
  for (const { key: given, operator, values } of requirements) {
    const key = normalLabel(text(given) ?? '');
    const former = allowed.get(key) ?? (operator === 'NotIn' && makerKeys.includes(key) ? makers : 'any');
    const named = namedIn(values);
    if (operator === 'In') {
      allowed.set(key, typeof former === 'string' ? [...named] : former.filter((value) => named.has(value)));
    } else if (operator === 'NotIn' && typeof former !== 'string') {
      allowed.set(
        key,
        former.filter((value) => !named.has(value)),
      );
    } else {
      allowed.set(key, operator === 'DoesNotExist' ? 'absent' : former);
    }
  }
  return allowed;
}

/** The values of a requirement, each once. */
function namedIn(values: unknown): ReadonlySet<string> {
  return new Set(texts(list(values).slice(0, mostNamed)));
}

/** The allowed values of a key whose possible values are known. */
function valuesOf(requirements: readonly Mapping[], key: string, usual: readonly string[]): readonly string[] {
  return requirements
    .filter(({ key: given }) => normalLabel(text(given) ?? '') === key)
    .reduce<readonly string[]>((left, { operator, values }) => {
      const named = namedIn(values);
      switch (operator) {
        case 'In':
          return left === usual ? [...named] : left.filter((value) => named.has(value));
        case 'NotIn':
          return left.filter((value) => !named.has(value));
        default:
          return left;
      }
    }, usual)
    .slice(0, mostValues);
}

/** Whether one of the allowed instances, as far as they are named, has this architecture. */
function hasInstances(allowed: Allowed, architecture: string): boolean {
  const isFor = (keys: readonly string[], fits: (value: string) => boolean) =>
    keys.every((key) => {
      const values = allowed.get(key);
      return values === undefined || typeof values === 'string' || values.some(fits);
    });
  return (
    isFor(instanceKeys, (instance) => isOf(instance, architecture)) &&
    isFor(makerKeys, (maker) => makes(maker, architecture))
  );
}

function makes(maker: string, architecture: string): boolean {
  return (maker === 'aws') === (architecture === 'arm64');
}

function isOf(instance: string, architecture: string): boolean {
  return (architectureOfInstance(instance) ?? architecture) === architecture;
}

/** The values that a node of this architecture can have. */
export function openOn(open: KarpenterPool['open'], architecture: string): KarpenterPool['open'] {
  return Object.fromEntries(
    Object.entries(open).map(([key, values]) => [
      key,
      instanceKeys.includes(key)
        ? values.filter((instance) => isOf(instance, architecture))
        : makerKeys.includes(key)
          ? values.filter((maker) => makes(maker, architecture))
          : values,
    ]),
  );
}
