import type { BuildRequest } from './request.ts';
import { holdsSecret, isSecretArgument, isSecretConnection, isSecretLabel, secretArguments } from './planSecrets.ts';

/** The parts of a request that were omitted because they are secret. */
export interface LeftOut {
  /** Names of build arguments. */
  readonly buildArgs: readonly string[];
  /** Other properties, of which a part is missing. */
  readonly properties: readonly string[];
}

export interface Storable {
  /** Undefined if the rest would be another build: its context or file names contain a secret. */
  readonly request?: BuildRequest;
  readonly leftOut: LeftOut;
}

const lists = {
  cacheFrom: '--cache-from',
  cacheTo: '--cache-to',
  secrets: '--secret',
  annotations: '--annotation',
  attest: '--attest',
} as const;

type IsSecret = (name: string, value: string) => boolean;

/** A request that may be stored: without secret build arguments and credentials. */
export function withoutSecrets(request: BuildRequest): Storable {
  const { buildArgs = {}, buildContexts = {}, labels = {}, bakeVariables = {}, extraArgs = [], ...rest } = request;
  const secret = Object.entries(buildArgs).filter(([name, value]) => isSecretArgument(name, value));
  const properties: string[] = [];
  const kept: Record<string, unknown> = { ...rest };
  for (const [property, option] of Object.entries(lists)) {
    const values = request[property as keyof typeof lists] ?? [];
    const safe = values.filter((value) => !holdsSecret(option, value));
    if (safe.length < values.length) {
      properties.push(property);
      kept[property] = safe;
    }
  }
  const pairs = (property: string, given: Readonly<Record<string, string>>, isSecret: IsSecret) => {
    const safe = Object.entries(given).filter(([name, value]) => !isSecret(name, value));
    if (safe.length < Object.keys(given).length) {
      properties.push(property);
    }
    return safe.length > 0 ? { [property]: Object.fromEntries(safe) } : {};
  };
  const safePairs = {
    ...pairs('buildContexts', buildContexts, (_, value) => holdsSecret('--build-context', value)),
    ...pairs('labels', labels, isSecretLabel),
    ...pairs('bakeVariables', bakeVariables, isSecretArgument),
  };
  // an option without its value would be another one
  const options = secretArguments(extraArgs).length > 0 ? [] : extraArgs;
  if (options.length < extraArgs.length) {
    properties.push('extraArgs');
  }
  const ssh = request.ssh?.filter((value) => !isSecretConnection(value));
  if (ssh && ssh.length < (request.ssh?.length ?? 0)) {
    properties.push('ssh');
  }
  const leftOut = { buildArgs: secret.map(([name]) => name), properties };
  const texts = [rest.context, rest.dockerfile, rest.target, rest.destination, ...(rest.bakeFiles ?? [])];
  if (texts.some((text) => text !== undefined && holdsSecret('--file', text))) {
    return { leftOut };
  }
  const args = Object.entries(buildArgs).filter(([name]) => !leftOut.buildArgs.includes(name));
  return {
    request: {
      ...(kept as BuildRequest),
      ...(args.length > 0 && { buildArgs: Object.fromEntries(args) }),
      ...safePairs,
      ...(ssh && { ssh }),
      ...(options.length > 0 && { extraArgs: options }),
    },
    leftOut,
  };
}

/** A request that may be stored in any case: if it would be another build, one that fails. */
export function writable(request: BuildRequest): BuildRequest {
  return withoutSecrets(request).request ?? { context: '***' };
}

export function isComplete({ buildArgs, properties }: LeftOut): boolean {
  return buildArgs.length === 0 && properties.length === 0;
}
