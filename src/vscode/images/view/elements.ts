import type { InspectedImage } from '../../../domain/image/describe.ts';
import type { Need } from '../../../domain/cluster/chosen/needs.ts';
import type { MissingPlatform } from '../../../domain/coverage/imageFate.ts';
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
  /** Platforms that the selected clusters need and it lacks. */
  readonly missing: readonly MissingPlatform[];
  /** It runs on all eligible nodes of the selected clusters. */
  readonly covers: boolean;
  /** Platforms whose start program does not match, as far as checked. */
  readonly wrong: readonly string[];
  /** When it was created, in milliseconds since 1970. */
  readonly created: number | undefined;
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
