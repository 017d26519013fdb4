import type { VerifiedImage } from '../../../domain/cluster/architecture.ts';
import type { ClusterPlatforms, NodeGroup } from '../../../domain/cluster/cluster.ts';
import type { ChosenCluster } from '../clusters/clusterModel.ts';
import type { Need } from '../../../domain/cluster/chosen/needs.ts';
import type { BuilderChoice } from '../../builders/builderChoice.ts';
import type { MessageElement } from '../../shared/tree/messageItem.ts';

/** The elements of the view; menu commands receive one of these. */
export type PlatformsElement =
  | ByHandElement
  | TargetElement
  | OthersElement
  | ClusterElement
  | GroupElement
  | BuilderElement
  | ImageElement
  | ActionElement
  | MessageElement;

/** Shows that the setting defines the platforms. */
export interface ByHandElement {
  readonly kind: 'byHand';
  /** The platforms that the clusters need. */
  readonly needed: readonly string[];
}

/** A platform with its check box. */
export interface TargetElement {
  readonly kind: 'target';
  readonly platform: string;
  /** Whether it would be built. */
  readonly checked: boolean;
  /** All platforms that would be built: they determine which node builds each of them. */
  readonly among: readonly string[];
  readonly chosen: readonly ChosenCluster[];
  readonly needs: readonly Need[];
  /** Whether it is one of the other platforms. */
  readonly other: boolean;
  readonly builder: BuilderChoice | undefined;
  /** The last verified push. */
  readonly image: VerifiedImage | undefined;
}

/** The platforms that the builder supports and no cluster needs, collapsed. */
export interface OthersElement {
  readonly kind: 'others';
  readonly builder: string;
  /** Whether it was expanded; VS Code forgets this when the row is removed and added again. */
  readonly open: boolean;
  readonly targets: readonly TargetElement[];
}

export interface ClusterElement {
  readonly kind: 'cluster';
  readonly context: string;
  readonly cluster: ChosenCluster;
  /** The answer is from an earlier session. */
  readonly earlier: boolean;
}

/** The nodes of a cluster with the same platform; below the cluster or the platform. */
export interface GroupElement {
  readonly kind: 'group';
  readonly below: 'cluster' | 'target';
  readonly context: string;
  readonly state: ClusterPlatforms['state'];
  readonly group: NodeGroup;
}

/** How the builder builds a platform. */
export interface BuilderElement {
  readonly kind: 'builder';
  readonly target: TargetElement;
}

/** Whether the last push contains a platform. */
export interface ImageElement {
  readonly kind: 'image';
  readonly target: TargetElement;
}

/** A row with a click action. */
export interface ActionElement {
  readonly kind: 'action';
  readonly label: string;
  readonly icon: string;
  readonly command: string;
  readonly context: string;
}
