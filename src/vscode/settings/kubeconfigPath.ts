import { extensions, workspace } from 'vscode';

/**
 * The kubeconfig that the Kubernetes extension was told to use, where that extension is installed. The user's own setting
 * alone: a kubeconfig can name programs to run, so a workspace must not choose it.
 */
export function kubeconfigPath(): string | undefined {
  if (extensions.getExtension('ms-kubernetes-tools.vscode-kubernetes-tools') === undefined) {
    return undefined;
  }
  // one setting that is an object, whose properties have the setting's name in theirs
  const own = workspace.getConfiguration().inspect<Record<string, unknown>>('vs-kubernetes')?.globalValue;
  const file = own?.['vs-kubernetes.kubeconfig'];
  return typeof file === 'string' && file !== '' ? file : undefined;
}
