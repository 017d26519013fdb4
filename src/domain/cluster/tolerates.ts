import type { Taint, Toleration } from './cluster.ts';

/** Whether a toleration covers a taint, by Kubernetes's rules (k8s.io/api core/v1, `ToleratesTaint`). */
export function tolerates(toleration: Toleration, taint: Taint): boolean {
  const { key = '', operator = 'Equal', value = '', effect = '' } = toleration;
  if (effect !== '' && effect !== taint.effect) {
    return false;
  }
  if (key !== '' && key !== taint.key) {
    return false;
  }
  switch (operator) {
    case '':
    case 'Equal':
      return key !== '' && value === (taint.value ?? '');
    case 'Exists':
      return true;
    default:
      return false;
  }
}

/** In kubectl's format: `key=value:effect`. */
export function formatTaint({ key, value = '', effect }: Taint): string {
  return `${key}${value === '' ? '' : `=${value}`}:${effect}`;
}
