import { join } from 'node:path';
import { machineArchitecture, unpackPackages, type DebianArchitecture } from './debian.ts';

/** The Debian releases whose Docker engine the tests use: trixie has 26.1 with buildx 0.13, forky 28.5 with buildx 0.29. */
export type Suite = 'trixie' | 'forky';

/** The package of the engine's `docker-init`, with which docker-container builders start. */
const init: Readonly<Record<Suite, string>> = { trixie: 'tini', forky: 'tini-static' };

/** Resolves to the root folder of Docker's engine, command line and buildx. */
export function unpackEngine(suite: Suite): Promise<string> {
  return unpackPackages({
    name: `engine-${suite}`,
    title: 'the Docker engine with buildx',
    suite,
    architecture: machineArchitecture(),
    packages: ['docker.io', 'docker-cli', 'docker-buildx', 'containerd', init[suite]],
  });
}

/**
 * Resolves to the root folder of runc, docker-registry and QEMU. They come from Debian 12, whose builds also run on every later Debian; the
 * engine's own release may have a runc that is too new for the machine's C library.
 */
export function unpackTools(): Promise<string> {
  return unpackPackages({
    name: 'tools',
    title: 'runc, a registry and QEMU',
    suite: 'bookworm',
    architecture: machineArchitecture(),
    packages: ['runc', 'docker-registry', 'qemu-user-static', 'busybox-static'],
  });
}

/** Resolves to the root folder of a static BusyBox for the architecture, which may differ from this machine's. */
export function unpackBusybox(architecture: DebianArchitecture): Promise<string> {
  return architecture === machineArchitecture()
    ? unpackTools()
    : unpackPackages({
        name: `busybox-${architecture}`,
        title: `BusyBox for ${architecture}`,
        suite: 'bookworm',
        architecture,
        packages: ['busybox-static'],
      });
}

/** Resolves to the folder of the basic CNI plugins (`bridge`, `host-local` …), which run on every Debian. */
export async function unpackNetworkPlugins(): Promise<string> {
  const root = await unpackPackages({
    name: 'cni',
    title: 'network plugins of pods',
    suite: 'bookworm',
    architecture: machineArchitecture(),
    packages: ['containernetworking-plugins'],
  });
  return join(root, 'usr/lib/cni');
}

/** Programs for generated files: GNU make and jq, with the variables for their processes. */
export async function unpackShellTools(): Promise<Readonly<Record<'PATH' | 'LD_LIBRARY_PATH', string>>> {
  const architecture = machineArchitecture();
  const root = await unpackPackages({
    name: 'shell-tools',
    title: 'make and jq',
    suite: 'bookworm',
    architecture,
    packages: ['make', 'jq', 'libjq1', 'libonig5'],
  });
  const triplet = architecture === 'amd64' ? 'x86_64-linux-gnu' : 'aarch64-linux-gnu';
  return {
    PATH: [join(root, 'usr/bin'), process.env.PATH ?? ''].join(':'),
    LD_LIBRARY_PATH: join(root, 'usr/lib', triplet),
  };
}
