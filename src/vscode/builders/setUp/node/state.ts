import type { Builder, BuilderNode } from '../../../../domain/builder/builder.ts';
import { ownPlatform } from '../../../../domain/builder/platforms/ownPlatform.ts';
import type { NodeRequest } from '../../../../domain/builder/plan.ts';
import type { Step } from '../../../shared/picks/runSteps.ts';
import { kubernetesNode } from '../state.ts';

export type NodeStepId = 'endpoint' | 'certificates' | 'platforms' | 'plan';

/** What has been answered so far. */
export interface NodeState {
  readonly builder: Builder;
  readonly endpoint?: string | undefined;
  readonly options: Readonly<Record<string, string>>;
  readonly platforms: readonly string[];
  /** Whether nodes without pinned platforms get theirs pinned, so that builds for them are sent there. */
  readonly pinOthers: boolean;
}

export type NodeStep = Step<NodeState, NodeStepId>;

/** The nodes that nothing is pinned to, and whose own platform is known, with that. */
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
