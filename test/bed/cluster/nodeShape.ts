/** A taint in the API's form. */
interface TaintShape {
  readonly key: string;
  readonly value?: string;
  readonly effect: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
}

/** The properties of a node that a test sets; the others are as a kubelet would report them. */
export interface NodeWish {
  readonly name: string;
  /** Go's name. */
  readonly arch: string;
  /** Default: linux. */
  readonly os?: string;
  /** Override the labels that every kubelet sets. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly taints?: readonly TaintShape[];
  /** Cordoned. */
  readonly unschedulable?: boolean;
  /** Default: true. `unknown`: there was no report of the kubelet for a while. */
  readonly ready?: boolean | 'unknown';
  /** Number of images that the node reports. Default: 40. */
  readonly images?: number;
}

/** A node object in the API's form. */
export interface NodeShape {
  readonly apiVersion: 'v1';
  readonly kind: 'Node';
  readonly metadata: {
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  };
  readonly spec: {
    readonly podCIDR: string;
    readonly providerID: string;
    readonly taints?: readonly TaintShape[];
    readonly unschedulable?: true;
  };
  readonly status: Readonly<Record<string, unknown>>;
}

/** A node with everything that the kubelet and the node controller would report. */
export function nodeShape({
  name,
  arch,
  os = 'linux',
  labels = {},
  taints = [],
  unschedulable = false,
  ready = true,
  images = 40,
}: NodeWish): NodeShape {
  // the node controller usually sets these, but none is running
  const conditionTaints: TaintShape[] = [
    ...(unschedulable ? [taint('node.kubernetes.io/unschedulable', 'NoSchedule')] : []),
    ...(ready === false ? both('node.kubernetes.io/not-ready') : []),
    ...(ready === 'unknown' ? both('node.kubernetes.io/unreachable') : []),
  ];
  const allTaints = [...taints, ...conditionTaints];
  const number = numberOf(name);
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        'beta.kubernetes.io/arch': arch,
        'beta.kubernetes.io/os': os,
        'kubernetes.io/arch': arch,
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': os,
        'topology.kubernetes.io/region': 'eu-central-1',
        'topology.kubernetes.io/zone': `eu-central-1${'abc'.charAt(number % 3)}`,
        ...labels,
      },
      annotations: {
        'csi.volume.kubernetes.io/nodeid': `{"ebs.csi.aws.com":"i-${hex(number, 17)}"}`,
        'node.alpha.kubernetes.io/ttl': '0',
        'volumes.kubernetes.io/controller-managed-attach-detach': 'true',
      },
    },
    spec: {
      podCIDR: `10.${number % 256}.${(number >> 8) % 256}.0/24`,
      providerID: `aws:///eu-central-1a/i-${hex(number, 17)}`,
      ...(allTaints.length > 0 && { taints: allTaints }),
      ...(unschedulable && { unschedulable }),
    },
    status: {
      capacity: resources('8', '32413232Ki'),
      allocatable: resources('7910m', '31396384Ki'),
      conditions: conditions(ready),
      addresses: [
        { type: 'InternalIP', address: `10.0.${number % 256}.${(number >> 8) % 256}` },
        { type: 'Hostname', address: name },
      ],
      daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
      nodeInfo: {
        machineID: hex(number, 32),
        systemUUID: `ec2${hex(number, 5)}-${hex(number, 4)}-4c7e-9a01-${hex(number, 12)}`,
        bootID: `6d2b52b9-${hex(number, 4)}-4a5d-8f1e-${hex(number, 12)}`,
        kernelVersion: os === 'windows' ? '10.0.20348.2966' : '6.1.147-172.266.amzn2023.x86_64',
        osImage: os === 'windows' ? 'Windows Server 2022 Datacenter' : 'Amazon Linux 2023.8.20250818',
        containerRuntimeVersion: 'containerd://1.7.27',
        kubeletVersion: 'v1.36.3-eks-5c3a2f1',
        kubeProxyVersion: '',
        operatingSystem: os,
        architecture: arch,
      },
      images: Array.from({ length: images }, (_, index) => image(index, number)),
    },
  };
}

function taint(key: string, effect: TaintShape['effect']): TaintShape {
  return { key, effect };
}

function both(key: string): TaintShape[] {
  return [taint(key, 'NoSchedule'), taint(key, 'NoExecute')];
}

function resources(cpu: string, memory: string): Readonly<Record<string, string>> {
  return {
    cpu,
    'ephemeral-storage': '104779756Ki',
    'hugepages-1Gi': '0',
    'hugepages-2Mi': '0',
    memory,
    pods: '58',
  };
}

function conditions(ready: boolean | 'unknown'): readonly unknown[] {
  const times = { lastHeartbeatTime: '2026-11-01T10:00:00Z', lastTransitionTime: '2026-10-01T10:00:00Z' };
  const unknown = {
    ...times,
    status: 'Unknown',
    reason: 'NodeStatusUnknown',
    message: 'Kubelet stopped posting node status.',
  };
  const well = (type: string, reason: string, message: string) =>
    ready === 'unknown' ? { type, ...unknown } : { type, status: 'False', ...times, reason, message };
  return [
    well('MemoryPressure', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'),
    well('DiskPressure', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'),
    well('PIDPressure', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'),
    readiness(ready, times, unknown),
  ];
}

function readiness(ready: boolean | 'unknown', times: object, unknown: object): unknown {
  switch (ready) {
    case true:
      return {
        type: 'Ready',
        status: 'True',
        ...times,
        reason: 'KubeletReady',
        message: 'kubelet is posting ready status',
      };
    case false:
      return {
        type: 'Ready',
        status: 'False',
        ...times,
        reason: 'KubeletNotReady',
        message:
          'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized',
      };
    case 'unknown':
      return { type: 'Ready', ...unknown };
  }
}

function image(index: number, node: number): unknown {
  const repository = `602401143452.dkr.ecr.eu-central-1.amazonaws.com/platform/team-${index % 7}/service-${(index * 7 + node) % 400}`;
  const version = `v1.${(node + index) % 50}.${index}`;
  return {
    names: [`${repository}@sha256:${hex(node * 1000 + index, 64)}`, `${repository}:${version}`],
    sizeBytes: 20_000_000 + ((node * 7919 + index * 104_729) % 400_000_000),
  };
}

/** A number that depends only on a name. */
function numberOf(name: string): number {
  return Array.from(name).reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 65_521, 7);
}

function hex(number: number, length: number): string {
  let state = number + 1;
  let text = '';
  while (text.length < length) {
    state = (state * 48_271) % 2_147_483_647;
    text += state.toString(16).padStart(8, '0');
  }
  return text.slice(0, length);
}
