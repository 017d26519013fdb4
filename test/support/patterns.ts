import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

interface Pattern {
  /** Its position, such as `rules/disk.ts:4`. */
  readonly at: string;
  readonly pattern: RegExp;
}

/** Every pattern of these files, one for each of its alternatives. */
export function patternsOf(folder: string): Pattern[] {
  return readdirSync(folder, { encoding: 'utf8' }).flatMap((name) => {
    const text = readFileSync(path.join(folder, name), 'utf8');
    const source = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
    const found: Pattern[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isRegularExpressionLiteral(node)) {
        const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
        const [, body = '', flags = ''] = /^\/(.*)\/([a-z]*)$/s.exec(node.text) ?? [];
        for (const each of alternatives(body)) {
          found.push({
            at: `${path.basename(folder)}/${name}:${line}`,
            pattern: new RegExp(each, flags.replace('g', '')),
          });
        }
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
    return found;
  });
}

/** The alternatives of a pattern outside of groups. */
function alternatives(body: string): string[] {
  const parts = [''];
  let depth = 0;
  for (const [piece] of body.matchAll(/\\.|\[(?:\\.|[^\]\\])*\]|[^\\[]/gs)) {
    depth += piece === '(' ? 1 : piece === ')' ? -1 : 0;
    if (piece === '|' && depth === 0) {
      parts.push('');
    } else {
      parts.push((parts.pop() ?? '') + piece);
    }
  }
  return parts;
}
