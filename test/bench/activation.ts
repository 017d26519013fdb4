import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Loads and activates the bundle outside of VS Code, and an extension that does nothing, each in a process of its own; medians. */
export function measureActivation(): { readonly ms: number; readonly ratio: number } {
  const script = fileURLToPath(new URL('./activate.cjs', import.meta.url));
  const once = (what: string) => Number(execFileSync(process.execPath, [script, what], { encoding: 'utf8' }));
  const median = (what: string) => Array.from({ length: 9 }, () => once(what)).sort((a, b) => a - b)[4] ?? NaN;
  const ms = median('bundle');
  return { ms, ratio: ms / median('empty') };
}
