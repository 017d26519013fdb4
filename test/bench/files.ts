import { createRunner } from '../../src/tools/process/runner.ts';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { createWorkerPools } from '../../src/services/worker/pools.ts';
import { createWorkspaceFiles } from '../../src/services/workspaceFiles/workspaceFiles.ts';

/** The thread as it is in the package. */
const thread = new URL('../../dist/worker.cjs', import.meta.url);
const count = 3000;

/** 3,000 manifests of a kilobyte, as in large repositories of Kubernetes: seconds, and bytes by which this process grew. */
export async function measureFiles(): Promise<{
  /** Until the images of the first files are known. */
  readonly first: number;
  readonly all: number;
  /** Reading the same files one after the other with the YAML library. */
  readonly plain: number;
  readonly growth: number;
}> {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-files-'));
  const pools = createWorkerPools(thread);
  try {
    const files = Array.from({ length: count }, (_, index) => {
      const file = path.join(folder, `${index}.yaml`);
      writeFileSync(file, [0, 1].map((at) => manifest(index, at)).join('---\n'));
      return { path: `${index}.yaml`, file };
    });
    const reader = createWorkspaceFiles({
      workers: pools.files,
      runner: createRunner(),
      helm: () => Promise.resolve(undefined),
      onProblems: (problems) => {
        throw new Error(problems.map(({ message }) => message).join('\n'));
      },
    });
    globalThis.gc?.();
    const before = process.memoryUsage().heapUsed;
    const began = performance.now();
    let first: number | undefined;
    const { images } = await reader.manifests(files, undefined, () => {
      first ??= performance.now() - began;
    });
    const all = performance.now() - began;
    globalThis.gc?.();
    const growth = process.memoryUsage().heapUsed - before;
    const plainBegan = performance.now();
    for (const { file } of files) {
      parseAllDocuments(readFileSync(file, 'utf8')).forEach((document) => {
        document.toJS();
      });
    }
    const plain = performance.now() - plainBegan;
    if (images.length !== 2 * count || first === undefined) {
      throw new Error(`only ${images.length} images were found`);
    }
    return { first: first / 1000, all: all / 1000, plain: plain / 1000, growth };
  } finally {
    pools.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}

function manifest(file: number, at: number): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: { name: web-${file}-${at}, labels: { app: web } }
spec:
  replicas: 3
  template:
    metadata: { labels: { app: web } }
    spec:
      nodeSelector: { kubernetes.io/arch: amd64 }
      containers:
        - name: web
          image: example.com/team/web-${at}:${file}
          ports: [{ containerPort: 8080 }]
          resources: { requests: { cpu: 100m, memory: 128Mi } }
`;
}
