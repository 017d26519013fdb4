import { Document, isPair, isScalar, visit } from 'yaml';
import { versionOf } from './github/actions.ts';

/** Writes a value as YAML, with the version beside each pinned action and a comment at the top. */
export function yamlFile(value: unknown, comment: string, options: { readonly compat?: 'yaml-1.1' } = {}): string {
  // steps that jobs share are written for each of them
  const document = new Document(value, { ...options, aliasDuplicateObjects: false });
  document.commentBefore = comment
    .split('\n')
    .map((line) => ` ${line}`)
    .join('\n');
  visit(document, {
    Pair(_, pair) {
      if (isScalar(pair.key) && pair.key.value === 'uses' && isScalar(pair.value)) {
        const version = versionOf(String(pair.value.value));
        if (version !== undefined) {
          pair.value.comment = ` ${version}`;
        }
      }
    },
  });
  spaceOut(document);
  return document.toString({ lineWidth: 0, nullStr: '' });
}

/** An empty line before each section, job and step, as people write them. */
function spaceOut(document: Document): void {
  visit(document, {
    Pair(key, pair, path) {
      // the document, its mapping
      if (key !== 0 && path.length === 2 && isScalar(pair.key)) {
        pair.key.spaceBefore = true;
      }
      const parent = path.at(-2);
      const isJob = path.length === 4 && isPair(parent) && isScalar(parent.key) && parent.key.value === 'jobs';
      if (isJob && key !== 0 && isScalar(pair.key)) {
        pair.key.spaceBefore = true;
      }
    },
    Map(key, map, path) {
      const parent = path.at(-2);
      const isStep = isPair(parent) && isScalar(parent.key) && parent.key.value === 'steps';
      if (isStep && key !== 0) {
        map.spaceBefore = true;
      }
    },
  });
}

/** A text that GitHub Actions must not evaluate, such as a path. */
export function notEvaluated(text: string): string {
  return text.replaceAll('${{', "${{ '${{' }}");
}
