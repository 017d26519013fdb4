import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { findOrBringEngine } from '/work/main/test/bed/engine/engine.ts';
import { buildkitImage } from '/work/main/test/bed/engine/buildkitImage.ts';
import { composeServices, useEnvironment } from '/work/main/test/engine/support.ts';
import { explainError } from '/work/main/src/services/explain.ts';
const e = await findOrBringEngine({ own: true, store: 'classic' });
useEnvironment(e.env);
const show = async () => { const [l, p, v] = await Promise.all([execa('docker', ['buildx', 'ls', '--format', '{{.Name}}']), execa('docker', ['ps', '-a', '--format', '{{.Names}} {{.Status}}']), execa('docker', ['volume', 'ls', '-q'])]); return JSON.stringify([l.stdout, p.stdout, v.stdout]); };
const s = composeServices();
const t0 = Date.now();
await s.builders.createContainer('multiarch').catch((error: unknown) => console.log(JSON.stringify(explainError(error).diagnosis), Date.now() - t0));
console.log(await show(), JSON.stringify(s.commands));
await execa('docker', ['buildx', 'create', '--name', 'multiarch', '--driver', 'remote', 'tcp://127.0.0.1:1']);
await s.builders.createContainer('multiarch').catch((error: unknown) => console.log(JSON.stringify(explainError(error).diagnosis)));
console.log(await show());
await execa('docker', ['buildx', 'rm', 'multiarch']);
await buildkitImage(e);
for (const ms of [50, 150, 200, 250, 300, 350, 400, 450, 500, 550, 600, 650, 700, 750, 800, 850, 900, 1000]) {
  const abort = new AbortController();
  const t = Date.now();
  setTimeout(() => abort.abort(), ms);
  const r = await s.builders.createContainer('multiarch', abort.signal).catch((error: unknown) => (error as Error).name);
  const took = Date.now() - t;
  const now = await show();
  await sleep(1500);
  console.log(ms, r, took, now, await show());
  if (r === 'multiarch') { await execa('docker', ['buildx', 'rm', 'multiarch']); }
}
await e.stop(); process.exit(0);
