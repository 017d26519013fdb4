import type { VerifiedImage } from '../../../domain/cluster/architecture.ts';
import type { ClusterPlatforms, NodeGroup } from '../../../domain/cluster/cluster.ts';
import type { ChosenCluster } from '../clusters/clusterModel.ts';
import type { Need } from '../../../domain/cluster/chosen/needs.ts';
import type { BuilderChoice } from '../../builders/builderChoice.ts';
import type { MessageElement } from '../../shared/tree/messageItem.ts';

/** What the rows of the view stand for; commands of its menus are called with one of these. */
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

/** Says that the setting names the platforms. */
export interface ByHandElement {
  readonly kind: 'byHand';
  /** What the clusters need. */
  readonly needed: readonly string[];
}

/** A platform with its check box. */
export interface TargetElement {
  readonly kind: 'target';
  readonly platform: string;
  /** It would be built. */
  readonly checked: boolean;
  /** All platforms that would be built: on them depends which node makes each. */
  readonly among: readonly string[];
  readonly chosen: readonly ChosenCluster[];
  readonly needs: readonly Need[];
  /** It is one that is folded away. */
  readonly other: boolean;
  readonly builder: BuilderChoice | undefined;
  /** The last push that was read back. */
  readonly image: VerifiedImage | undefined;
}

/** What the builder can make and nobody needs, folded. */
export interface OthersElement {
  readonly kind: 'others';
  readonly builder: string;
  /** It was unfolded; VS Code forgets that when the row goes and comes. */
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

/** The nodes of a cluster that share a platform; below the cluster, or below the platform. */
export interface GroupElement {
  readonly kind: 'group';
  readonly below: 'cluster' | 'target';
  readonly context: string;
  readonly state: ClusterPlatforms['state'];
  readonly group: NodeGroup;
}

/** How the builder makes a platform. */
export interface BuilderElement {
  readonly kind: 'builder';
  readonly target: TargetElement;
}

/** Whether the last push has a platform. */
export interface ImageElement {
  readonly kind: 'image';
  readonly target: TargetElement;
}

/** A row to click on. */
export interface ActionElement {
  readonly kind: 'action';
  readonly label: string;
  readonly icon: string;
  readonly command: string;
  readonly context: string;
}
