import type { BuilderRequest, NodeRequest } from '../../domain/builderPlan.ts';
import type { Builder, BuilderNode } from '../../domain/builder.ts';

/** Makes builders and changes their nodes. */
export interface BuilderSetUp {
  /**
   * Makes a builder with all its nodes and starts it. What fails or is cancelled leaves nothing behind; a builder of that name
   * that was there before is never touched (rejects with `builderExists`). Resolves to its name.
   */
  create(request: BuilderRequest, signal?: AbortSignal): Promise<string>;
  /** Adds a node and starts it; takes it away again when it does not start. */
  addNode(builder: Builder, node: NodeRequest, signal?: AbortSignal): Promise<void>;
  removeNode(builder: Builder, node: BuilderNode, signal?: AbortSignal): Promise<void>;
  /** Pins platforms to a node, in place of those that are pinned to it. */
  pin(builder: Builder, node: BuilderNode, platforms: readonly string[], signal?: AbortSignal): Promise<void>;
}
