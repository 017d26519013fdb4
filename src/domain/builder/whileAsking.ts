import { formatPlatform } from '../platform.ts';
import { hasAnswered, type Builder, type BuilderNode } from './builder.ts';

/**
 * Builders while some of their nodes are queried again: such a node keeps its previous answer, unless it was changed since. Its status
 * stays `asking`.
 *
 * @param partial the answers so far
 * @param before the previous answers
 */
export function whileAsking(partial: readonly Builder[], before: readonly Builder[]): readonly Builder[] {
  return partial.map((builder) => {
    const former = before.find(({ name, driver }) => name === builder.name && driver === builder.driver);
    return former ? { ...builder, nodes: builder.nodes.map((node) => withAnswerOf(node, former)) } : builder;
  });
}

function withAnswerOf(node: BuilderNode, { nodes }: Builder): BuilderNode {
  const former = nodes.find(({ name, endpoint }) => name === node.name && endpoint === node.endpoint);
  if (node.status !== 'asking' || !former || !hasAnswered(former) || pinsOf(node) !== pinsOf(former)) {
    return node;
  }
  const { platforms, labels, native, version } = former;
  return {
    ...node,
    platforms,
    labels,
    ...(native && { native }),
    ...(version !== undefined && { version }),
    isFormerAnswer: true,
  };
}

function pinsOf({ platforms }: BuilderNode): string {
  return platforms.flatMap(({ platform, pinned }) => (pinned ? [formatPlatform(platform)] : [])).join();
}
