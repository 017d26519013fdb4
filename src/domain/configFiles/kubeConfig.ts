import { isMapping, list, mapping, mappingsOf } from '../sources/yamlText.ts';

/** The cluster that a kubernetes builder would run in. */
export interface KubeContext {
  readonly name: string;
  readonly namespace?: string;
}

/** The current context of kubeconfig files, as client-go merges them: the first file that says something is right. */
export function currentKubeContext(texts: readonly string[]): KubeContext | undefined {
  const files = texts.map((text) => mapping(mappingsOf(text)[0]));
  const name = files.map((file) => text(file['current-context'])).find((each) => each !== undefined);
  if (name === undefined) {
    return undefined;
  }
  const context = files
    .flatMap((file) => list(file.contexts))
    .filter(isMapping)
    .find((each) => each.name === name);
  const namespace = text(mapping(context?.context).namespace);
  return { name, ...(namespace !== undefined && { namespace }) };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
