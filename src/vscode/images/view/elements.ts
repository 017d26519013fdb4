import type { InspectedImage } from '../../../domain/image/describe.ts';
import type { Need } from '../../../domain/cluster/chosen/needs.ts';
import type { AskedCluster } from '../../../domain/cluster/chosen/asked.ts';
import type { MissingPlatform, UseFate } from '../../../domain/coverage/imageFate.ts';
import type { KnownImage } from '../model/imageModel.ts';
import type { PlatformFacts } from '../model/platformFacts.ts';
import type { WorkloadsElement } from '../../workloads/view/elements.ts';
import type { MessageElement } from '../../shared/tree/messageItem.ts';

/** The elements of the view; menu commands receive one of these. */
export type ImagesElement =
  | RepositoryElement
  | ImageElement
  | PlatformElement
  | MissingElement
  | UseElement
  | EngineElement
  | OthersElement
  | PartElement
  | MessageElement
  | WorkloadsElement;

/** Images that differ only in their tag. */
export interface RepositoryElement {
  readonly kind: 'repository';
  readonly repository: string;
  readonly images: readonly ImageElement[];
}

export interface ImageElement {
  readonly kind: 'image';
  readonly known: KnownImage;
  /** Platforms that it lacks, and that nodes have on which its workloads may run. */
  readonly missing: readonly MissingPlatform[];
  /** It runs on all nodes of the selected clusters on which its workloads may run. */
  readonly covers: boolean;
  /** Platforms whose start program does not match, as far as checked. */
  readonly wrong: readonly string[];
  /** When it was created, in milliseconds since 1970. */
  readonly created: number | undefined;
  /** The selected clusters with these nodes. */
  readonly clusters: readonly AskedCluster[];
  /** How it would run in each of its workloads. */
  readonly uses: readonly UseFate[];
}

/** A platform of an image. */
export interface PlatformElement {
  readonly kind: 'platform';
  /** The image that it belongs to. */
  readonly id: string;
  readonly image: InspectedImage['images'][number];
  readonly needs: readonly Need[];
  readonly facts: PlatformFacts;
}

/** A missing platform of an image. */
export interface MissingElement extends MissingPlatform {
  readonly kind: 'missing';
  readonly id: string;
  readonly needs: readonly Need[];
}

/** A workload in a file of the workspace. */
export interface UseElement {
  readonly kind: 'use';
  /** The image that it uses. */
  readonly id: string;
  /** Its position among the workloads of the image: two can have the same name. */
  readonly index: number;
  readonly fate: UseFate;
}

/** The image in the engine's own store; the engine is queried when the row is expanded. */
export interface EngineElement {
  readonly kind: 'engine';
  readonly id: string;
  /** Docker's context or the address of its engine, unless it is the default engine of this machine. */
  readonly context?: string;
  /** The contents of the registry, as far as known. */
  readonly image: InspectedImage | undefined;
}

/** Entries of an index that are not images. */
export interface OthersElement {
  readonly kind: 'others';
  readonly id: string;
  readonly entries: InspectedImage['other'];
}

/** A configuration, a layer, an attestation or another entry. */
export interface PartElement {
  readonly kind: 'part';
  /** Unique among all rows. */
  readonly id: string;
  readonly label: string;
  readonly icon: string;
  readonly digest: string;
  /** Shown beside its digest. */
  readonly note?: string;
  /** Bytes. */
  readonly size?: number;
  readonly details: readonly string[];
}
