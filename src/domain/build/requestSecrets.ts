import type { BuildRequest } from './request.ts';
import { holdsSecret, isSecretArgument, secretArguments } from './planSecrets.ts';

/** What of a request was left out because it is secret. */
export interface LeftOut {
  /** Names of build arguments. */
  readonly buildArgs: readonly string[];
  /** Other properties, of which something is gone. */
  readonly properties: readonly string[];
}

export interface Storable {
  /** Nothing where what is left would be another build: its context or file names hold a secret. */
  readonly request?: BuildRequest;
  readonly leftOut: LeftOut;
}

const lists = { cacheFrom: '--cache-from', cacheTo: '--cache-to', secrets: '--secret' } as const;

/** A request as it may be written down anywhere: without build arguments and credentials that are secret. */
export function withoutSecrets(request: BuildRequest): Storable {
  const { buildArgs = {}, buildContexts = {}, extraArgs = [], ...rest } = request;
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
  const contexts = Object.entries(buildContexts).filter(([, value]) => !holdsSecret('--build-context', value));
  if (contexts.length < Object.keys(buildContexts).length) {
    properties.push('buildContexts');
  }
  // an option without its value would be another one
  const options = secretArguments(extraArgs).length > 0 ? [] : extraArgs;
  if (options.length < extraArgs.length) {
    properties.push('extraArgs');
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
      ...(contexts.length > 0 && { buildContexts: Object.fromEntries(contexts) }),
      ...(options.length > 0 && { extraArgs: options }),
    },
    leftOut,
  };
}

/** A request as it may be written down in any case: where nothing is left that would be the same build, one that fails. */
export function writable(request: BuildRequest): BuildRequest {
  return withoutSecrets(request).request ?? { context: '***' };
}

export function isComplete({ buildArgs, properties }: LeftOut): boolean {
  return buildArgs.length === 0 && properties.length === 0;
}
