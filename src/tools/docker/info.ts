import { object } from 'valibot';
import { parseJson, readJson } from '../../domain/untrusted/json.ts';
import { anyList, anyText, anyTexts } from '../../domain/untrusted/shapes.ts';
import { mapping, texts } from '../../domain/untrusted/values.ts';
import type { Command } from '../process/command.ts';

const engineInfo = object({
  OSType: anyText,
  Architecture: anyText,
  ServerVersion: anyText,
  Name: anyText,
  KernelVersion: anyText,
  ServerErrors: anyTexts,
  DriverStatus: anyList,
});

/** The engine of the current Docker context. */
export interface Engine {
  readonly os: string;
  /** The engine's name for it, such as `x86_64` or `aarch64`. */
  readonly architecture: string;
  readonly version: string;
  /** Of its machine. */
  readonly name: string;
  /** The output of `uname -r`. */
  readonly kernelVersion: string;
  /** The containerd image store: it stores indexes, so it can load and push several platforms. */
  readonly containerdStore: boolean;
}

/**
 * `docker info`: without an engine, it exits with 1 and prints the client's half, so the exit code is not conclusive. Resolves to undefined
 * if no engine responded; `problem` is the CLI's message.
 */
export function dockerInfo(docker: string): Command<{ readonly engine?: Engine; readonly problem: string }> {
  return {
    file: docker,
    args: ['info', '--format', '{{json .}}'],
    accept: () => true,
    parse: ({ stdout, stderr }) => {
      const info = readJson(engineInfo, stdout);
      const problem = [stderr.trim(), ...(info?.ServerErrors ?? [])].filter((line) => line !== '').join('\n');
      if (info?.ServerVersion === undefined) {
        return { problem };
      }
      return {
        problem,
        engine: {
          os: info.OSType ?? '',
          architecture: info.Architecture ?? '',
          version: info.ServerVersion,
          name: info.Name ?? '',
          kernelVersion: info.KernelVersion ?? '',
          // moby daemon/containerd/service.go
          containerdStore: info.DriverStatus.some((pair) => {
            const [key, value] = texts(pair);
            return key === 'driver-type' && value === 'io.containerd.snapshotter.v1';
          }),
        },
      };
    },
  };
}

/** Registries that the engine uses without TLS or without checking their certificate. */
export interface InsecureRegistries {
  /** Names with their ports. */
  readonly hosts: readonly string[];
  /** Such as `10.0.0.0/8`; those of this machine are always included. */
  readonly networks: readonly string[];
}

/** The engine's `insecure-registries`; empty if no engine responds. */
export function dockerInsecureRegistries(docker: string): Command<InsecureRegistries> {
  return {
    file: docker,
    args: ['info', '--format', '{{json .RegistryConfig}}'],
    accept: () => true,
    parse: ({ stdout }) => {
      const { IndexConfigs, InsecureRegistryCIDRs } = mapping(parseJson(stdout));
      return {
        hosts: Object.entries(mapping(IndexConfigs))
          .filter(([, index]) => mapping(index).Secure === false)
          .map(([host]) => host),
        networks: texts(InsecureRegistryCIDRs),
      };
    },
  };
}
