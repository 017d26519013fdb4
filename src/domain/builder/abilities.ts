import { isExtensible, statusOf, type Builder, type BuilderNode } from './builder.ts';

/** Drivers whose BuildKit buildx itself starts and stops. */
const ownDrivers = ['docker-container', 'kubernetes'];

/** `buildx inspect --bootstrap` has something to start. */
export function isStartable({ driver, nodes }: Builder): boolean {
  const idle = ['inactive', 'stopped', 'error', 'unknown'];
  return ownDrivers.includes(driver) && nodes.some(({ status }) => idle.includes(status));
}

/** `buildx stop` has something to stop. */
export function isStoppable({ driver, nodes }: Builder): boolean {
  return ownDrivers.includes(driver) && nodes.some(({ status }) => status === 'running');
}

/** At least one of its nodes is running. */
export function isRunning({ nodes }: Builder): boolean {
  return nodes.some(({ status }) => status === 'running');
}

/** It has not responded completely yet. */
export function isAsked({ nodes }: Builder): boolean {
  return nodes.some(({ status }) => status === 'asking');
}

/** It was created with `buildx create`, and buildx can read its instance file. */
export function isRemovable({ isContext, damagedFile }: Builder): boolean {
  return isContext !== true && damagedFile === undefined;
}

/** `buildx use` accepts it: of the contexts, only the current one, which is certain only for the one that always exists. */
export function canBeDefault({ name, current, isContext, damagedFile }: Builder): boolean {
  return current !== true && damagedFile === undefined && (isContext !== true || name === 'default');
}

/**
 * It has several nodes and not all of them have pins. Then buildx may use a node that emulates a platform although another one runs it
 * natively: if pins do not cover all platforms of a build, it uses the first node that lists a platform (`route`).
 */
export function isUnpinned(builder: Builder): boolean {
  const pinned = ({ platforms }: BuilderNode) => platforms.some((own) => own.pinned);
  return isExtensible(builder) && builder.nodes.length > 1 && !builder.nodes.every(pinned);
}

/** It is running, but not completely. */
export function runsPartly(builder: Builder): boolean {
  const idle = ['inactive', 'stopped', 'error'];
  return statusOf(builder) === 'running' && builder.nodes.some(({ status }) => idle.includes(status));
}

/** BuildKit's version, unless its build omitted it (Debian's engine reports `v0.0.0+unknown`). */
export function knownVersion({ version }: BuilderNode): string | undefined {
  return version?.startsWith('v0.0.0') ? undefined : version;
}
