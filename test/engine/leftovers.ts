import { run } from '../bed/engine/processes.ts';

export function docker(...args: readonly string[]): Promise<string> {
  return run('docker', args);
}

/** The existing parts of builders: `builder …`, `container …` and `volume …`, each once. */
export async function leftovers(): Promise<string[]> {
  const [builders, containers, volumes] = await Promise.all([
    docker('buildx', 'ls', '--format', '{{.Builder.Name}}'),
    docker('ps', '--all', '--format', '{{.Names}}'),
    docker('volume', 'ls', '--quiet'),
  ]);
  const lines = (kind: string, text: string) =>
    text
      .split('\n')
      .filter(Boolean)
      .map((line) => `${kind} ${line}`);
  const all = [...lines('builder', builders), ...lines('container', containers), ...lines('volume', volumes)];
  return [...new Set(all)].filter((each) => each !== 'builder default');
}
