import type { Builder } from './builder.ts';
import type { BuildOutput } from '../build/request.ts';

/** Whether a driver and its image store support an output; otherwise why not, and what would help. */
export type Capability =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly reason: 'classicStore' | 'severalPlatformsNotLoadable' | 'driver';
      readonly wayOut: 'createBuilder' | 'push' | 'onePlatform';
    };

const yes: Capability = { ok: true };

/**
 * Sources: buildx build/utils.go (`Multi-platform build is not supported for the docker driver`, `OCI exporter is not supported …`),
 * build/opt.go (`docker exporter does not currently support exporting manifest lists`).
 *
 * @param engineStore whether the engine stores its images in containerd; undefined if no engine responded
 */
export function capabilityOf(
  builder: Builder,
  engineStore: boolean | undefined,
  output: BuildOutput,
  platformCount: number,
): Capability {
  const containerd = engineStore ?? hasSnapshotter(builder);
  if (builder.driver === 'docker' && !containerd) {
    if (output === 'oci') {
      return { ok: false, reason: 'classicStore', wayOut: 'createBuilder' };
    }
    if (platformCount > 1) {
      return { ok: false, reason: 'classicStore', wayOut: output === 'load' ? 'onePlatform' : 'createBuilder' };
    }
    return yes;
  }
  if (output === 'load' && platformCount > 1 && !containerd) {
    return { ok: false, reason: 'severalPlatformsNotLoadable', wayOut: 'push' };
  }
  if ((output === 'load' || output === 'oci') && platformCount > 1 && builder.nodes.length > 1) {
    return { ok: false, reason: 'driver', wayOut: 'push' };
  }
  return yes;
}

/** With the docker driver, only a containerd image store reports a snapshotter (buildx driver/docker/driver.go). */
function hasSnapshotter(builder: Builder): boolean {
  return builder.nodes.some((node) => 'org.mobyproject.buildkit.worker.snapshotter' in node.labels);
}
