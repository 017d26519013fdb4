/**
 * The context names that tools use for a cluster on the developer's machine. Docker Desktop, minikube, kind (also with Finch), k3d, Rancher
 * Desktop, OrbStack, Colima and MicroK8s document them; Skaffold and Tilt use the same names. Others: OpenShift Local (crc-org/crc
 * pkg/crc/machine/kubeconfig.go, and what `oc login` makes of its address), `talosctl cluster create` (siderolabs/talos, its default name),
 * vCluster in Docker (loft-sh/vcluster pkg/cli/list_docker.go).
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
  /^crc-(?:admin|developer)$/,
  /(?:^|\/)api-crc-testing:\d+(?:\/|$)/,
  /^admin@talos-default(?:-\d+)?$/,
  /^vcluster-docker_.+$/,
];

/**
 * Names that say nothing, so only an address on this machine itself counts: those of k3s (/etc/rancher/k3s/k3s.yaml) and of kubeadm, which
 * Lima's templates `k3s` and `k8s` copy to the host.
 */
const plainNames = [/^default$/, /^kubernetes-admin@kubernetes$/];

/** vCluster names its contexts after that of the cluster that it runs in (loft-sh/vcluster pkg/cli/find, `VClusterContextName`). */
const virtual = /^vcluster_[a-z\d.-]+_[a-z\d-]+_(.+)$/;

const localHosts = /(?:^|\.)(?:localhost|docker\.internal|orb\.local|crc\.testing)$/;
const loopback = /^(?:127\.\d{1,3}\.\d{1,3}\.\d{1,3}|localhost|\[::1\])$/;

/**
 * Whether a cluster runs on this machine: by its name, and by an address that only this machine or its network has. A production cluster
 * with the name `kind-of-big` is not local.
 */
export function isLocalCluster({ context, server }: { readonly context: string; readonly server?: string }): boolean {
  const [, host = context] = virtual.exec(context) ?? [];
  if (names.some((name) => name.test(host))) {
    return server === undefined || isNear(server);
  }
  return plainNames.some((name) => name.test(host)) && server !== undefined && isLoopback(server);
}

function isLoopback(server: string): boolean {
  return URL.canParse(server) && loopback.test(new URL(server).hostname);
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
