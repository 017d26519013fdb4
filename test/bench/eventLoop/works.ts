// node … works.ts NAME: runs one task in this process, and prints how long it blocked.
import { verdictsOn } from '../../support/verdicts.ts';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { workspaceImages, type NamedImage } from '../../../src/domain/sources/manifests/workspaceImages.ts';
import { createInsides } from '../../../src/services/insides/insides.ts';
import { createServices } from '../../../src/services/services.ts';
import { createWorkerPools } from '../../../src/services/worker/pools.ts';
import { createWorkspaceFiles } from '../../../src/services/workspaceFiles/workspaceFiles.ts';
import { createRunner } from '../../../src/tools/process/runner.ts';
import { createImageAnswers } from '../../../src/vscode/images/model/imageAnswers.ts';
import { createImageModel } from '../../../src/vscode/images/model/imageModel.ts';
import { createLogFiles } from '../../../src/vscode/build/pty/logFiles.ts';
import { imageElement, rootsOf } from '../../../src/vscode/images/view/children.ts';
import { itemOf } from '../../../src/vscode/images/view/items/itemOf.ts';
import { hostileImages, type HostileImage } from '../../support/hostileImages.ts';
import { inPieces } from '../../support/lookAt.ts';
import { digestOf } from '../../support/ociDocuments.ts';
import { buildLog, shownBuild } from '../progress.ts';
import { longestBlock, type Block } from './longestBlock.ts';

const thread = new URL('../../../src/services/worker/main.ts', import.meta.url);
const folder = mkdtempSync(path.join(tmpdir(), 'bench-event-loop-'));
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** 3,000 manifests of 4.6 kB, as in a repository of 500 with 2.3 MB, requested by all callers at once. */
async function files(): Promise<Block> {
  const object = (file: number, at: number) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: web-${at}, labels: { app: web-${at} } }
spec:
  replicas: 3
  template:
    metadata: { labels: { app: web-${at} } }
    spec:
      tolerations: [{ key: dedicated, operator: Equal, value: web, effect: NoSchedule }]
      containers:
        - name: web
          image: example.com/team/web-${at}:${file}
          ports: [{ containerPort: 8080 }]
          resources: { requests: { cpu: 100m, memory: 128Mi } }
`;
  const all = Array.from({ length: 3000 }, (_, index) => {
    const file = path.join(folder, `${index}.yaml`);
    writeFileSync(file, Array.from({ length: 9 }, (_, at) => object(index, at)).join('---\n'));
    return { path: `${index}.yaml`, file };
  });
  const pools = createWorkerPools(thread);
  const reader = createWorkspaceFiles({
    workers: pools.files,
    onProblems: () => undefined,
    runner: createRunner(),
    helm: () => Promise.resolve(undefined),
  });
  const block = await longestBlock(async () => {
    await Promise.all([reader.manifests(all), reader.manifests(all)]);
    // and again, as for each display of the view
    await reader.manifests(all);
  });
  pools.dispose();
  return block;
}

/** 100 MB of rawjson in the chunks of a pipe, as fast as they are read, drawn ten times a second and written to a file. */
async function log(): Promise<Block> {
  const openLogFile = createLogFiles({ fsPath: folder });
  const saveLog = openLogFile(() => undefined);
  const block = await longestBlock(async () => {
    const build = shownBuild(saveLog, (flush) => setTimeout(flush, 100).unref());
    for (const chunk of buildLog(100_000_000)) {
      build.push(chunk);
      await turn();
    }
    build.end();
  });
  saveLog.end();
  return block;
}

/** Images designed to use up all time of their reader. */
async function inside(): Promise<Block> {
  const images = (
    [
      'a configuration that is nothing but brackets',
      'thousands of links to the folder that is looked in',
      'names and links of four kilobytes each',
      'a window of zstd as large as can be',
    ] as const
  ).map((name) => hostileImages[name](1));
  const pools = createWorkerPools(thread);
  const block = await longestBlock(() => Promise.all(images.map((image) => look(image, pools))));
  pools.dispose();
  return block;
}

async function look({ config, layers }: HostileImage, workers: ReturnType<typeof createWorkerPools>): Promise<void> {
  const bytes = Buffer.from(JSON.stringify({ os: 'linux', config }));
  const blobs = new Map(layers.map((layer) => [digestOf(layer), layer]));
  const insides = createInsides({
    workers,
    images: {
      contents: () =>
        Promise.resolve({
          config: { digest: digestOf(bytes), size: bytes.length, mediaType: '' },
          layers: [...blobs].map(([digest, layer]) => ({ digest, size: layer.length, mediaType: '' })),
        } as unknown as Awaited<ReturnType<Parameters<typeof createInsides>[0]['images']['contents']>>),
    },
    registry: {
      blob: () => Promise.resolve(bytes),
      stream: (_, digest, __, take) => take(withTurns(inPieces(blobs.get(digest) ?? Buffer.alloc(0)))),
    },
  });
  await insides.read('example.com/hostile:1', digestOf(bytes)).catch(() => undefined);
}

/** A connection delivers one chunk per turn of the loop. */
async function* withTurns(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    await turn();
    yield piece;
  }
}

/** 200 images of a registry that is read for the first time, each drawn when it arrives. */
async function images(): Promise<Block> {
  const registry = spawn(process.execPath, [fileURLToPath(new URL('registry.ts', import.meta.url)), '201'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [port] = (await once(registry.stdout, 'data')) as [Buffer];
  const host = `127.0.0.1:${port.toString().trim()}`;
  const services = createServices({
    runner: createRunner({ started: () => undefined, ended: () => undefined }),
    dockerPath: () => 'docker',
    kubectlPath: () => 'kubectl',
    workerFile: thread,
    cacheFolder: path.join(folder, 'cache'),
    now: () => performance.now(),
  });
  // VS Code serializes stored values to JSON each time
  let keptBytes = 0;
  const memento: Parameters<typeof createImageAnswers>[0] = {
    keys: () => [],
    get: () => undefined,
    update: (_, value) => {
      keptBytes = JSON.stringify(value).length;
      return Promise.resolve();
    },
  };
  const model = createImageModel({
    images: services.images,
    answers: createImageAnswers(memento),
    explain: services.explain,
    now: () => Date.now(),
  });
  const named = workspaceImages(
    Array.from({ length: 200 }, (_, index) => ({ image: `${host}/bench/app:${index}`, by: 'source' as const })),
  );
  const verdicts = verdictsOn([]);
  const elementOf = (one: NamedImage) => imageElement(model.known(one), { verdicts });
  // loads the code: from sources this takes longer than from the package, which is one small file
  await services.images.inspect(`${host}/bench/app:200`);
  let drawn = 0;
  const block = await longestBlock(async () => {
    rootsOf(named, elementOf);
    model.onDidChange((id) => {
      const one = named.find((each) => each.id === id);
      if (one) {
        itemOf(elementOf(one), Date.now());
        drawn++;
      }
    });
    await model.readAll(named);
    rootsOf(named, elementOf);
  });
  const read = named.filter((one) => model.known(one).image !== undefined).length;
  if (read < named.length || drawn < named.length || keptBytes === 0) {
    throw new Error(`only ${read} images were read: ${String(model.known(named[0]!).error)}`);
  }
  services.registry.dispose();
  services.workers.dispose();
  registry.stdin.end();
  return block;
}

const works = { files, log, inside, images };
export type WorkName = keyof typeof works;

try {
  mkdirSync(folder, { recursive: true });
  process.stdout.write(JSON.stringify(await works[process.argv[2] as WorkName]()));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
