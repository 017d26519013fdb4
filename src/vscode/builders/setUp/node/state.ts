import type { Builder, BuilderNode } from '../../../../domain/builder/builder.ts';
import { ownPlatform } from '../../../../domain/builder/platforms/ownPlatform.ts';
import type { NodeRequest } from '../../../../domain/builder/plan.ts';
import type { Step } from '../../../shared/picks/runSteps.ts';
import { kubernetesNode } from '../state.ts';

export type NodeStepId = 'endpoint' | 'certificates' | 'platforms' | 'plan';

/** The answers so far. */
export interface NodeState {
  readonly builder: Builder;
  readonly endpoint?: string | undefined;
  readonly options: Readonly<Record<string, string>>;
  readonly platforms: readonly string[];
  /** Whether to pin the native platforms of nodes without pins, so that their builds are sent there. */
  readonly pinOthers: boolean;
}

export type NodeStep = Step<NodeState, NodeStepId>;

/** The nodes without pins whose native platform is known, and that platform. */
export function unpinned(builder: Builder): readonly { readonly node: BuilderNode; readonly platform: string }[] {
  return builder.nodes.flatMap((node) => {
    const platform = ownPlatform(node);
    return platform !== undefined && !node.platforms.some(({ pinned }) => pinned) ? [{ node, platform }] : [];
  });
}

export function nodeRequestOf({ builder, endpoint, options, platforms }: NodeState): NodeRequest {
  return builder.driver === 'kubernetes'
    ? { ...kubernetesNode(platforms[0] ?? '', options), platforms }
    : { ...(endpoint !== undefined && { endpoint }), platforms, options };
}
