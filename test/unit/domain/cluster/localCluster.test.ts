import assert from 'node:assert/strict';
import { isLocalCluster } from '../../../../src/domain/cluster/localCluster.ts';

const cases: readonly (readonly [string, string | undefined, boolean])[] = [
  ['kind-kind', 'https://127.0.0.1:41235', true],
  ['docker-desktop', 'https://kubernetes.docker.internal:6443', true],
  ['minikube', 'https://192.168.49.2:8443', true],
  ['minikube-two', 'https://172.17.0.3:8443', true],
  ['k3d-dev', 'https://0.0.0.0:6550', true],
  ['rancher-desktop', 'https://localhost:6443', true],
  ['orbstack', 'https://k8s.orb.local:26443', true],
  ['colima', 'https://[::1]:6443', true],
  ['microk8s', undefined, true],
  ['docker-for-desktop', 'https://localhost:6443', true],
  ['colima-two', 'https://127.0.0.1:6443', true],
  ['microk8s-two', 'https://10.1.2.3:16443', true],
  ['kind-of-big', 'https://prod.example.com', false],
  ['minikube', 'https://172.32.0.1:8443', false],
  ['minikube', 'https://172.15.0.1:8443', false],
  ['minikube', 'https://192.169.0.1:8443', false],
  ['minikube', 'https://11.0.0.1:8443', false],
  ['orbstack', 'https://not-orb.localish:1', false],
  ['orbstack', 'https://evil-orb.local.example.com', false],
  ['prod', 'https://127.0.0.1:6443', false],
  ['my-kind-cluster', 'https://127.0.0.1:6443', false],
  ['kind-a', 'no address', false],
  ['crc-admin', 'https://api.crc.testing:6443', true],
  ['crc-developer', 'https://127.0.0.1:6443', true],
  ['default/api-crc-testing:6443/kubeadmin', 'https://api.crc.testing:6443', true],
  ['crc-admin', 'https://api.prod.example.com:6443', false],
  ['crc-tested', 'https://api.crc.testing:6443', false],
  ['admin@talos-default', 'https://10.5.0.2:6443', true],
  ['admin@talos-default-1', 'https://127.0.0.1:51234', true],
  ['admin@prod', 'https://10.5.0.2:6443', false],
  ['vcluster-docker_dev', 'https://127.0.0.1:10443', true],
  ['vcluster_dev_team_kind-kind', 'https://localhost:10443', true],
  ['vcluster_dev_team_prod', 'https://localhost:10443', false],
  ['default', 'https://127.0.0.1:6443', true],
  ['default', 'https://10.0.0.7:6443', false],
  ['default', undefined, false],
  ['kubernetes-admin@kubernetes', 'https://127.0.0.1:6443', true],
  ['kubernetes-admin@kubernetes', 'https://192.168.1.7:6443', false],
];

describe('isLocalCluster', () => {
  for (const [context, server, expected] of cases) {
    it(`${context} at ${server ?? 'an unknown address'} is ${expected ? 'here' : 'elsewhere'}`, () => {
      assert.equal(isLocalCluster({ context, ...(server !== undefined && { server }) }), expected);
    });
  }
});
