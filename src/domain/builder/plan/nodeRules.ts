/** What is wrong with one node. */
export type NodeProblem =
  | { readonly code: 'nodeNameInvalid' | 'platformInvalid' | 'flagInvalid'; readonly value: string }
  | { readonly code: 'endpointMissing' | 'endpointUnsupported'; readonly value: string }
  | { readonly code: 'endpointInvalid'; readonly value: string; readonly driver: string }
  | { readonly code: 'optionUnknown' | 'optionInvalid'; readonly option: string; readonly value: string }
  | { readonly code: 'certificatesIncomplete'; readonly option: 'cacert' | 'cert' | 'key' };

/** Registries are configured in a file, which only these drivers pass to their BuildKit. */
export function acceptsFiles(driver: string): boolean {
  return driver === 'docker-container' || driver === 'kubernetes';
}

/** `user@host:port` of an address; a host that starts with a dash would be an option of ssh. */
const host = '(?:[A-Za-z0-9_][\\w.-]*@)?(?:[A-Za-z0-9_][\\w.-]*|\\[[0-9A-Fa-f:.]+\\])';
const ssh = new RegExp(`^ssh://${host}(?::\\d{1,5})?(?:/[^\\s\\p{Cc}]*)?$`, 'u');
const tcp = new RegExp(`^tcp://${host}:\\d{1,5}$`);
const socket = /^(?:unix|npipe):\/\/[^\s\p{Cc}]+$/u;
const inContainer = /^docker-container:\/\/[A-Za-z0-9][\w.-]*(?:\?context=[\w.+-]+)?$/;
const inPod = /^kube-pod:\/\/[a-z0-9][a-z0-9.-]*(?:\?[\w.=&%-]+)?$/;
/** Docker CLI, cli/context/store: names of contexts. */
const context = /^[A-Za-z0-9][\w.+-]+$/;

/** The valid addresses of each driver; buildx builder/builder.go, driver/remote/util/endpoint.go. */
const endpoints: Readonly<Record<string, readonly RegExp[]>> = {
  'docker-container': [context, ssh, tcp, socket],
  remote: [tcp, ssh, socket, inContainer, inPod],
  // ORGANIZATION/NAME of a cloud builder
  cloud: [/^[A-Za-z0-9][\w-]*\/[A-Za-z0-9][\w.-]*$/],
};

export function checkEndpoint(endpoint: string | undefined, driver: string): NodeProblem[] {
  const forms = endpoints[driver] ?? [];
  if (endpoint === undefined) {
    return driver === 'remote' || driver === 'cloud' ? [{ code: 'endpointMissing', value: driver }] : [];
  }
  if (forms.length === 0) {
    return [{ code: 'endpointUnsupported', value: driver }];
  }
  return forms.some((form) => form.test(endpoint)) ? [] : [{ code: 'endpointInvalid', value: endpoint, driver }];
}

const text = /^[^\p{Cc}]+$/u;
const truth = /^(?:true|false)$/;
const number = /^\d{1,12}$/;
const image = /^[\w][\w.:/@-]{0,511}$/;
/** docker/go-units, RAMInBytes */
const memory = /^\d{1,12}(?:\.\d{1,3})?[bkmgt]?$/i;
/** Kubernetes resource quantities. */
const quantity = /^\d{1,12}(?:\.\d{1,6})?(?:m|k|[KMGTPE]i?)?$/;
const labelPairs = /^[\w./-]+=[\w.-]*(?:,[\w./-]+=[\w.-]*)*$/;
const file = /^(?:\/|[A-Za-z]:[\\/]|\\\\)[^\p{Cc}]*$/u;

/** The existing driver options; buildx driver/{docker-container,kubernetes,remote}/factory.go. */
const options: Readonly<Record<string, Readonly<Record<string, RegExp>>>> = {
  'docker-container': {
    network: /^[A-Za-z0-9][\w.:-]*$/,
    image,
    memory,
    'memory-swap': memory,
    'cpu-period': number,
    'cpu-quota': number,
    'cpu-shares': number,
    'cpuset-cpus': /^\d{1,5}(?:-\d{1,5})?(?:,\d{1,5}(?:-\d{1,5})?)*$/,
    'cpuset-mems': text,
    'cgroup-parent': text,
    'restart-policy': text,
    'default-load': truth,
  },
  kubernetes: {
    image,
    namespace: /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
    replicas: number,
    'requests.cpu': quantity,
    'requests.memory': quantity,
    'requests.ephemeral-storage': quantity,
    'limits.cpu': quantity,
    'limits.memory': quantity,
    'limits.ephemeral-storage': quantity,
    rootless: truth,
    schedulername: text,
    serviceaccount: text,
    nodeselector: labelPairs,
    annotations: text,
    labels: labelPairs,
    tolerations: text,
    loadbalance: /^(?:sticky|random)$/,
    'qemu.install': truth,
    'qemu.image': image,
    'buildkit-root-volume-memory': quantity,
    'default-load': truth,
    timeout: /^\d{1,6}(?:s|m|h)$/,
  },
  remote: { servername: /^[A-Za-z0-9_[][\w.:\]-]*$/, cacert: file, cert: file, key: file, 'default-load': truth },
  cloud: {},
};

export function checkOptions(
  given: Readonly<Record<string, string>>,
  driver: string,
  endpoint: string | undefined,
): NodeProblem[] {
  const known = options[driver] ?? {};
  const problems = Object.entries(given).flatMap(([option, value]): NodeProblem[] => {
    const form = rule(known, option, driver);
    if (!form) {
      return [{ code: 'optionUnknown', option, value }];
    }
    return form.test(value) ? [] : [{ code: 'optionInvalid', option, value }];
  });
  return [...problems, ...(endpoint !== undefined && driver === 'remote' ? checkCertificates(given) : [])];
}

function rule(known: Readonly<Record<string, RegExp>>, option: string, driver: string): RegExp | undefined {
  if (Object.hasOwn(known, option)) {
    return known[option];
  }
  return acceptsFiles(driver) && /^env\.\w+$/.test(option) ? text : undefined;
}

/** buildx driver/remote/factory.go: any of them enables TLS, and then the CA is required, and certificate and key belong together. */
function checkCertificates({
  cacert,
  cert,
  key,
  servername,
}: Readonly<Record<string, string | undefined>>): NodeProblem[] {
  const missing = [
    ...([cert, key, servername].some((value) => value !== undefined) && cacert === undefined
      ? (['cacert'] as const)
      : []),
    ...(cert !== undefined && key === undefined ? (['key'] as const) : []),
    ...(key !== undefined && cert === undefined ? (['cert'] as const) : []),
  ];
  return missing.map((option) => ({ code: 'certificatesIncomplete', option }));
}
