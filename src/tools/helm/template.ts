import type { Command, Output } from '../process/command.ts';

export interface TemplateCall {
  /** The absolute path of the chart's folder. */
  readonly chart: string;
  readonly release: string;
  /** The absolute path of a file with values that override those of the chart. */
  readonly values?: string;
}

/**
 * Renders a chart without a cluster and without the network: `helm template` is a client-side dry run by default, dependencies have to be in
 * the chart already, and `getHostByName` needs `--enable-dns` (helm/helm pkg/cmd/template.go, install.go). Plugins are not loaded: they could
 * also fetch values or change the output.
 */
export function helmTemplate(helm: string, { chart, release, values }: TemplateCall): Command<string> {
  return {
    file: helm,
    args: ['template', release, chart, ...(values === undefined ? [] : ['--values', listItem(values)])],
    // cmd/helm/load_plugins.go, pkg/cli/environment.go: an empty list of folders
    env: { HELM_NO_PLUGINS: '1', HELM_PLUGINS: '' },
    parse: ({ stdout }) => stdout,
  };
}

/** The flag is a comma-separated list (pflag `StringSlice`, CSV), and an item may also be an address. */
function listItem(path: string): string {
  return `"${path.replaceAll('"', '""')}"`;
}

/** Why Helm could not render a chart. */
export interface TemplateProblem {
  readonly reason?: 'dependencies';
  /** Helm's message, or the names of the missing dependencies. */
  readonly detail: string;
}

/** @param stderr warnings, and the error as the last paragraph but one */
export function templateProblem({ stderr }: Pick<Output, 'stderr'>): TemplateProblem {
  const at = stderr.lastIndexOf('Error: ');
  const [said = ''] = (at < 0 ? stderr.trim() : stderr.slice(at + 'Error: '.length)).split('\n\n');
  const missing = said.indexOf(missingDependencies);
  return missing < 0
    ? { detail: said.trim() }
    : { reason: 'dependencies', detail: said.slice(missing + missingDependencies.length).trim() };
}

/** pkg/action/install.go, `CheckDependencies` */
const missingDependencies = 'found in Chart.yaml, but missing in charts/ directory: ';
