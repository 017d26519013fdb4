import { nodePrograms } from '../../test/bed/cluster/node/programs.ts';
import { clusterPrograms } from '../../test/bed/cluster/programs.ts';
import { programsFromGo } from '../../test/bed/engine/buildkitImage.ts';
import { buildxFromGo } from '../../test/bed/engine/buildxFromGo.ts';

/** Programs that suites build with Go the first time on a machine, in the order in which they are needed. */
const builds: readonly { readonly suites: readonly string[]; readonly build: () => Promise<unknown> }[] = [
  { suites: ['engine'], build: programsFromGo },
  { suites: ['engine'], build: buildxFromGo },
  { suites: ['cluster', 'ui', 'node'], build: clusterPrograms },
  { suites: ['node'], build: nodePrograms },
];

/**
 * Builds what the suites will need, one after the other, while other suites run. A suite that needs a program waits for its build, or tries
 * again if it failed, and reports that.
 */
export function startBuilds(suites: readonly string[]): void {
  const wanted = builds.filter((each) => each.suites.some((name) => suites.includes(name)));
  void wanted.reduce(
    (before, { build }) =>
      before.then(build).then(
        () => undefined,
        () => undefined,
      ),
    Promise.resolve(),
  );
}
