import type { TooComplex } from '../budget.ts';
import type { Toleration } from '../cluster.ts';
import { good, type Result } from '../result.ts';
import { objectsOf, podSpecs } from './workloads.ts';
import { list, mapping, text, type Mapping } from './yamlText.ts';

/** What the workloads in a YAML file of Kubernetes objects tolerate. */
export function workloadTolerations(file: string): Result<readonly Toleration[], TooComplex> {
  if (!file.includes('tolerations')) {
    return good([]);
  }
  const objects = objectsOf(file);
  return objects.ok
    ? good(
        objects.value
          .flatMap(podSpecs)
          .flatMap((spec) => list(spec.tolerations).map(mapping))
          .map(tolerationOf),
      )
    : objects;
}

function tolerationOf(toleration: Mapping): Toleration {
  const [key, operator, value, effect] = ['key', 'operator', 'value', 'effect'].map((name) => text(toleration[name]));
  return {
    ...(key !== undefined && { key }),
    ...(operator !== undefined && { operator }),
    ...(value !== undefined && { value }),
    ...(effect !== undefined && { effect }),
  };
}
