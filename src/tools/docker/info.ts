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

function json(line: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function pairs(value: unknown): unknown[][] {
  return Array.isArray(value) ? value.filter((pair) => Array.isArray(pair)) : [];
}
