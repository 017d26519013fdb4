import type { SafeText } from '../../../domain/safeText.ts';
import type { DiagnosedError } from '../../../domain/diagnosis/diagnosis.ts';
import type { InspectedImage } from '../../../domain/image/describe.ts';
import type { ImageReference } from '../../../domain/image/reference.ts';
import type { NamedImage } from '../../../domain/sources/manifests/workspaceImages.ts';
import type { Images } from '../../../services/images/images.ts';
import type { ClusterModel } from '../../targets/clusters/clusterModel.ts';
import type { ImageList } from '../model/imageList.ts';
import type { ImageModel, KnownImage } from '../model/imageModel.ts';
import type { WorkspaceSources } from '../../workspaceSources.ts';
import type { CheckInsideDeps } from './checkInside.ts';
import type { RepairDeps } from '../repair/repair.ts';

export interface ImageCommandDeps {
  readonly images: Images;
  readonly inside: CheckInsideDeps;
  /** The tags that a registry has of a repository. */
  readonly tags: (repository: ImageReference, signal?: AbortSignal) => Promise<readonly string[]>;
  readonly explain: (error: unknown) => DiagnosedError;
  readonly model: ImageModel;
  readonly list: ImageList;
  readonly files: WorkspaceSources;
  readonly clusters: ClusterModel;
  readonly emulated: () => readonly string[];
  readonly read: (named: NamedImage) => Promise<KnownImage>;
  /** Reads an image, or all that the view reads by itself, however long their registries wanted to be left alone. */
  readonly readAgain: (named?: NamedImage) => Promise<void>;
  readonly redraw: () => void;
  readonly repair: Omit<RepairDeps, 'showPreview' | 'changed'>;
}

/** What is carried out for one of `commandIds.image`, by its id; with the row of the view, or without one from the palette. */
export type ImageCommandTable = Readonly<Record<string, (element: unknown) => Promise<void>>>;

/** What the commands for images share. */
export interface ImageCommandContext extends ImageCommandDeps {
  /** The image of the row, or one that is asked for; undefined when it was given up. */
  readonly target: (element: unknown, title: SafeText) => Promise<string | undefined>;
  /** Read now, whatever is known already; what fails rejects. Undefined when it was given up. */
  readonly inspect: (id: string) => Promise<InspectedImage | undefined>;
  /** The rows of a tag tell the same as what was just read: with and without a digest that pins it. */
  readonly changed: (id: string) => Promise<void>;
  /** Shows a text that is only to be read. */
  readonly show: (name: string, text: string) => Promise<void>;
}
