import type { SafeText } from '../../../domain/safeText.ts';
import type { DiagnosedError } from '../../../domain/diagnosis/diagnosis.ts';
import type { InspectedImage } from '../../../domain/image/describe.ts';
import type { ImageReference } from '../../../domain/image/reference.ts';
import type { NamedImage } from '../../../domain/sources/manifests/workspaceImages.ts';
import type { Images } from '../../../services/images/images.ts';
import type { ClusterModel } from '../../targets/clusters/clusterModel.ts';
import type { ImageVerdicts, UsedInClusters } from '../../targets/imageVerdicts.ts';
import type { ReportPanels } from '../../shared/report/reportPanels.ts';
import type { ImageList } from '../model/imageList.ts';
import type { ImageModel, KnownImage } from '../model/imageModel.ts';
import type { WorkspaceSources } from '../../workspaceSources.ts';
import type { CheckInsideDeps } from './checkInside.ts';
import type { RepairDeps } from '../repair/repair.ts';

export interface ImageCommandDeps {
  readonly images: Images;
  readonly inside: CheckInsideDeps;
  /** Lists the tags of a repository. */
  readonly tags: (repository: ImageReference, signal?: AbortSignal) => Promise<readonly string[]>;
  readonly explain: (error: unknown) => DiagnosedError;
  readonly model: ImageModel;
  readonly list: ImageList;
  readonly files: WorkspaceSources;
  readonly clusters: ClusterModel;
  readonly verdicts: ImageVerdicts;
  readonly usedInClusters: UsedInClusters;
  readonly read: (named: NamedImage) => Promise<KnownImage>;
  /** Reads an image, or all that the view reads automatically, and ends the pauses of their registries. */
  readonly readAgain: (named?: NamedImage) => Promise<void>;
  readonly redraw: () => void;
  /** Reads the workloads of the workspace's files again. */
  readonly readUses: () => Promise<void>;
  readonly repair: Omit<RepairDeps, 'compare' | 'changed'>;
}

/** The actions of `commandIds.image`, by id; called with the row, or from the palette without one. */
export type ImageCommandTable = Readonly<Record<string, (element: unknown) => Promise<void>>>;

/** The shared parts of the image commands. */
export interface ImageCommandContext extends ImageCommandDeps {
  /** The image of the row, or one that the user selects; undefined if canceled. */
  readonly target: (element: unknown, title: SafeText) => Promise<string | undefined>;
  /** Reads it now, regardless of cached data; rejects on failure. Undefined if canceled. */
  readonly inspect: (id: string) => Promise<InspectedImage | undefined>;
  /** The rows of a tag show what was just read: with and without a pinned digest. */
  readonly changed: (id: string) => Promise<void>;
  readonly reports: ReportPanels;
}
