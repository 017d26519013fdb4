import { isExtensible, statusOf, type Builder, type BuilderNode } from './builder.ts';

/** Drivers whose BuildKit buildx itself starts and stops. */
const ownDrivers = ['docker-container', 'kubernetes'];

/** `buildx inspect --bootstrap` starts something of it. */
export function isStartable({ driver, nodes }: Builder): boolean {
  const idle = ['inactive', 'stopped', 'error', 'unknown'];
  return ownDrivers.includes(driver) && nodes.some(({ status }) => idle.includes(status));
}

/** `buildx stop` stops something of it. */
export function isStoppable({ driver, nodes }: Builder): boolean {
  return ownDrivers.includes(driver) && nodes.some(({ status }) => status === 'running');
}

/** At least one of its nodes runs. */
export function isRunning({ nodes }: Builder): boolean {
  return nodes.some(({ status }) => status === 'running');
}

/** It has not answered yet, in whole or in part. */
export function isAsked({ nodes }: Builder): boolean {
  return nodes.some(({ status }) => status === 'asking');
}

/** It was made by `buildx create`, and buildx can read what it wrote then. */
export function isRemovable({ isContext, damagedFile }: Builder): boolean {
  return isContext !== true && damagedFile === undefined;
}

/** `buildx use` takes it: of the contexts only the one in use, which is known for sure for the one that is always there. */
export function canBeDefault({ name, current, isContext, damagedFile }: Builder): boolean {
  return current !== true && damagedFile === undefined && (isContext !== true || name === 'default');
}

/**
 * It has several nodes and not all of them are pinned: then buildx may take a node that emulates a platform although another
 * one is native: where pins do not serve all platforms of a build, it takes the first node that lists one (`route`).
 */
export function isUnpinned(builder: Builder): boolean {
  const pinned = ({ platforms }: BuilderNode) => platforms.some((own) => own.pinned);
  return isExtensible(builder) && builder.nodes.length > 1 && !builder.nodes.every(pinned);
}

/** It runs, but not all of it. */
export function runsPartly(builder: Builder): boolean {
  const idle = ['inactive', 'stopped', 'error'];
  return statusOf(builder) === 'running' && builder.nodes.some(({ status }) => idle.includes(status));
}

/** BuildKit's version, unless whoever built it left out which (Debian's engine says `v0.0.0+unknown`). */
export function knownVersion({ version }: BuilderNode): string | undefined {
  return version?.startsWith('v0.0.0') ? undefined : version;
}
