import { extensions, workspace } from 'vscode';

/**
 * The kubeconfig from the settings of the Kubernetes extension, if it is installed. Only the user's own setting: a kubeconfig can run
 * programs, so a workspace must not select it.
 */
export function kubeconfigPath(): string | undefined {
  if (extensions.getExtension('ms-kubernetes-tools.vscode-kubernetes-tools') === undefined) {
    return undefined;
  }
  // a single object setting, whose property names include the name of the setting
  const own = workspace.getConfiguration().inspect<Record<string, unknown>>('vs-kubernetes')?.globalValue;
  const file = own?.['vs-kubernetes.kubeconfig'];
  return typeof file === 'string' && file !== '' ? file : undefined;
}
