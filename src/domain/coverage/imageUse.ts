import { anywhere, type Placement } from '../workload/placement.ts';

/** A workload that uses an image, or a Compose service. */
export interface ImageUse {
  /** As it references the image. */
  readonly image: string;
  /** Such as `Deployment`. */
  readonly kind: string;
  /** The object's name; empty if it has none. */
  readonly name: string;
  readonly placement: Placement;
  /**
   * It is not known which nodes its pods may run on: a chart, or a workload that a patch moves. All nodes count for it then that repel no
   * workload of the workspace; `placement` says nothing.
   */
  readonly unplaced?: true;
  /** The context of the cluster that has it. Absent: a file of the workspace, which can be deployed to every selected cluster. */
  readonly context?: string;
  /** The absolute path of the file that names it. */
  readonly file?: string;
  /** It is a Compose service, which runs on the Docker engine and on no cluster: for this platform, by default for that of the engine. */
  readonly engine?: { readonly platform?: string };
}

/** The Docker engine that runs Compose services. */
export interface Engine {
  /** The platform that it runs natively; absent if unknown. */
  readonly native?: string;
  /** What it runs under emulation. */
  readonly emulated: readonly string[];
}

/** The placement of a use, which may be unknown. */
export function placementOf(placement: Placement | undefined): Pick<ImageUse, 'placement' | 'unplaced'> {
  return placement ? { placement } : { placement: anywhere, unplaced: true };
}

/** The `kind` of services. */
export const composeService = 'Compose service';
