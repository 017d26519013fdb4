import type { Command } from '../process/command.ts';

/** The engine behind the Docker context in use. */
export interface Engine {
  readonly os: string;
  /** As the engine says it, such as `x86_64` or `aarch64`. */
  readonly architecture: string;
  readonly version: string;
  /** Its machine's. */
  readonly name: string;
  /** As `uname -r` says it. */
  readonly kernelVersion: string;
  /** The containerd image store: it keeps indexes, so it can load and push several platforms. */
  readonly containerdStore: boolean;
}

/**
 * `docker info`: with the engine down it exits with 1 and prints the client's half, so the exit code is not the answer.
 * Resolves to undefined when no engine answered; what the CLI said about it is in `problem`.
 */
export function dockerInfo(docker: string): Command<{ readonly engine?: Engine; readonly problem: string }> {
  return {
    file: docker,
    args: ['info', '--format', '{{json .}}'],
    accept: () => true,
    parse: ({ stdout, stderr }) => {
      const info = json(stdout);
      const errors = Array.isArray(info.ServerErrors) ? info.ServerErrors.map(String) : [];
      const problem = [stderr.trim(), ...errors].filter((line) => line !== '').join('\n');
      const version = text(info.ServerVersion);
      if (version === '') {
        return { problem };
      }
      return {
        problem,
        engine: {
          os: text(info.OSType),
          architecture: text(info.Architecture),
          version,
          name: text(info.Name),
          kernelVersion: text(info.KernelVersion),
          // moby daemon/containerd/service.go
          containerdStore: pairs(info.DriverStatus).some(
            ([key, value]) => key === 'driver-type' && value === 'io.containerd.snapshotter.v1',
          ),
        },
      };
    },
  };
}

/** Registries that the engine talks to without TLS or without knowing their certificate. */
export interface InsecureRegistries {
  /** Names with their ports. */
  readonly hosts: readonly string[];
  /** Such as `10.0.0.0/8`; those of this machine are always among them. */
  readonly networks: readonly string[];
}

/** What the engine's `insecure-registries` say; nothing where no engine answers. */
export function dockerInsecureRegistries(docker: string): Command<InsecureRegistries> {
  return {
    file: docker,
    args: ['info', '--format', '{{json .RegistryConfig}}'],
    accept: () => true,
    parse: ({ stdout }) => {
      const { IndexConfigs, InsecureRegistryCIDRs } = json(stdout);
      return {
        hosts: Object.entries(object(IndexConfigs))
          .filter(([, index]) => object(index).Secure === false)
          .map(([host]) => host),
        networks: Array.isArray(InsecureRegistryCIDRs) ? InsecureRegistryCIDRs.map(text) : [],
      };
    },
  };
}

function json(line: string): Record<string, unknown> {
  try {
    return object(JSON.parse(line));
  } catch {
    return {};
  }
}

function object(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function pairs(value: unknown): unknown[][] {
  return Array.isArray(value) ? value.filter((pair) => Array.isArray(pair)) : [];
}
