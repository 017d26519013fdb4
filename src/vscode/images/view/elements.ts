import type { InspectedImage } from '../../../domain/image/describe.ts';
import type { Need } from '../../../domain/cluster/chosen/needs.ts';
import type { MissingPlatform } from '../../../domain/coverage/imageFate.ts';
import type { KnownImage } from '../model/imageModel.ts';
import type { PlatformFacts } from '../model/platformFacts.ts';
import type { WorkloadsElement } from '../../workloads/view/elements.ts';
import type { MessageElement } from '../../shared/tree/messageItem.ts';

/** What the rows of the view stand for; commands of its menus are called with one of these. */
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

/** Images that differ in nothing but their tag. */
export interface RepositoryElement {
  readonly kind: 'repository';
  readonly repository: string;
  readonly images: readonly ImageElement[];
}

export interface ImageElement {
  readonly kind: 'image';
  readonly known: KnownImage;
  /** What the chosen clusters need and it does not have. */
  readonly missing: readonly MissingPlatform[];
  /** It runs wherever the chosen clusters would run it. */
  readonly covers: boolean;
  /** Platforms whose image starts something that does not fit, as far as somebody has looked. */
  readonly wrong: readonly string[];
  /** When it was made, in milliseconds since 1970. */
  readonly created: number | undefined;
}

/** What an image has for one platform. */
export interface PlatformElement {
  readonly kind: 'platform';
  /** The image that it belongs to. */
  readonly id: string;
  readonly image: InspectedImage['images'][number];
  readonly needs: readonly Need[];
  readonly facts: PlatformFacts;
}

/** What an image should have. */
export interface MissingElement extends MissingPlatform {
  readonly kind: 'missing';
  readonly id: string;
  readonly needs: readonly Need[];
}

/** What the engine has of an image in its own store; it is asked when the row is opened. */
export interface EngineElement {
  readonly kind: 'engine';
  readonly id: string;
  /** Docker's context, or the address of its engine, where it is not the usual one of this machine. */
  readonly context?: string;
  /** What the registry has, as far as that is known. */
  readonly image: InspectedImage | undefined;
}

/** Entries of an index that are no image. */
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
  /** Said beside its digest. */
  readonly note?: string;
  /** Bytes. */
  readonly size?: number;
  readonly details: readonly string[];
}
