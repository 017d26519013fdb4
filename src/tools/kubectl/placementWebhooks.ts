import type { ClusterPlatforms } from '../../domain/cluster/cluster.ts';
import { parseJson } from '../../domain/untrusted/json.ts';
import { list, mapping } from '../../domain/untrusted/values.ts';
import type { Command } from '../process/command.ts';
import { isRefusal, rawGet, type KubeTarget } from './raw.ts';

/** openshift/multiarch-tuning-operator pkg/utils/const.go, `PodMutatingWebhookName`. */
const tuningOperator = 'pod-placement-scheduling-gate.multiarch.openshift.io';

/**
 * Which webhook, if any, adds an affinity to new pods for the architectures of their images. Fails with `Forbidden` without permission, which
 * needs that of an administrator.
 */
export function findPlacementWebhook(
  kubectl: string,
  target: KubeTarget,
  seconds: number,
): Command<ClusterPlatforms['placedBy']> {
  return {
    ...rawGet(kubectl, target, '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations', seconds),
    expects: isRefusal,
    parse: ({ stdout }) => {
      const webhooks = list(mapping(parseJson(stdout)).items)
        .flatMap((configuration) => list(mapping(configuration).webhooks))
        .map(mapping);
      if (webhooks.some(({ name }) => name === tuningOperator)) {
        return 'multiarch-tuning-operator';
      }
      // the names follow from the Helm release (adevinta/noe charts/noe/templates/mutatingWebhook.yaml)
      const isNoe = webhooks.some(({ clientConfig }) => {
        const { name, path } = mapping(mapping(clientConfig).service);
        return name === 'noe' && path === '/mutate';
      });
      return isNoe ? 'noe' : undefined;
    },
  };
}
