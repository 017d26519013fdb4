/**
 * The context names that tools use for a cluster on the developer's machine. Docker Desktop, minikube, kind, k3d, Rancher Desktop,
 * OrbStack, Colima and MicroK8s document them; Skaffold and Tilt use the same names.
 */
const names = [
  /^(?:docker-desktop|docker-for-desktop)$/,
  /^minikube(?:-.+)?$/,
  /^kind-.+$/,
  /^k3d-.+$/,
  /^rancher-desktop$/,
  /^orbstack$/,
  /^colima(?:-.+)?$/,
  /^microk8s(?:-.+)?$/,
];

const localHosts = /(?:^|\.)(?:localhost|docker\.internal|orb\.local)$/;

/**
 * Whether a cluster runs on this machine: by its name, and by an address that only this machine or its network has. A production cluster
 * with the name `kind-of-big` is not local.
 */
export function isLocalCluster({ context, server }: { readonly context: string; readonly server?: string }): boolean {
  return names.some((name) => name.test(context)) && (server === undefined || isNear(server));
}

function isNear(server: string): boolean {
  if (!URL.canParse(server)) {
    return false;
  }
  const { hostname } = new URL(server);
  const [, a = '', b = ''] = /^(\d{1,3})\.(\d{1,3})\.\d{1,3}\.\d{1,3}$/.exec(hostname) ?? [];
  const isPrivate = a === '127' || a === '10' || a === '0' || (a === '192' && b === '168');
  return (
    isPrivate || (a === '172' && Number(b) >= 16 && Number(b) < 32) || hostname === '[::1]' || localHosts.test(hostname)
  );
}
