import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BedUnavailable } from '../../engine/unavailable.ts';

const root = '/sys/fs/cgroup';
/** What the kubelet requires of each version (pkg/kubelet/cm/cgroup_manager_linux.go). */
const required = ['cpu', 'cpuset', 'memory', 'pids'];

/**
 * Creates the control group of a node's pods.
 *
 * @param group its path, such as `/bed`
 * @throws BedUnavailable if this machine does not allow it
 */
export async function createControlGroup(group: string): Promise<void> {
  try {
    await (existsSync(join(root, 'cgroup.controllers')) ? createUnified(group) : createInEach(group));
  } catch (error) {
    throw new BedUnavailable(`this machine does not allow the control groups of a Kubernetes node: ${String(error)}`);
  }
}

/** Version 2: one hierarchy, whose root gives its controllers to the groups below. */
async function createUnified(group: string): Promise<void> {
  await writeFile(join(root, 'cgroup.subtree_control'), required.map((name) => `+${name}`).join(' '));
  await mkdir(join(root, group));
}

/** Version 1: a hierarchy for each controller. */
async function createInEach(group: string): Promise<void> {
  const hierarchies = await readdir(root);
  const missing = required.filter((name) => !hierarchies.includes(name));
  if (missing.length > 0) {
    throw new Error(`no controller ${missing.join(', ')} in ${root}`);
  }
  for (const hierarchy of hierarchies) {
    const [from, to] = [join(root, hierarchy), join(root, hierarchy, group)];
    await mkdir(to, { recursive: true });
    // an empty set takes no process
    for (const name of hierarchy === 'cpuset' ? ['cpuset.cpus', 'cpuset.mems'] : []) {
      await writeFile(join(to, name), await readFile(join(from, name)));
    }
  }
}
