import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isDiagnosedError } from '../../../../src/domain/diagnosis/diagnosis.ts';
import type { FileToRead } from '../../../../src/services/workspaceFiles/fileJobs.ts';
import { createWorkerPools, type WorkerPools } from '../../../../src/services/worker/pools.ts';
import { createWorkspaceFiles } from '../../../../src/services/workspaceFiles/workspaceFiles.ts';
import { isCancelled } from '../../../../src/tools/process/errors.ts';
import { scriptedRunner } from '../../../support/scriptedRunner.ts';
import { inVscode, seen } from '../../../support/vscode/session.ts';

const threads = new URL('../../../../src/services/worker/main.ts', import.meta.url);
const fixtures = new URL('../../../fixtures/helm/', import.meta.url);
const recorded = (name: string) =>
  JSON.parse(readFileSync(new URL(`3.16.4/${name}.json`, fixtures), 'utf8')) as {
    readonly stdout: string;
    readonly stderr: string;
  };
/** Of the values and templates, without Helm. */
const guessed = [
  'Helm chart cache registry.test/cache:7.4.1',
  'Helm chart shop registry.test/shop/migrate:v1',
  'Helm chart shop registry.test/shop/worker:v1',
];
const rendered = [
  'Deployment shop-web registry.test/shop/web:1.2.3-full arm64',
  'Deployment shop-web registry.test/shop/web:1.2.3-slim',
  'Deployment shop-web registry.test/shop/worker:v1',
  'Deployment shop-web registry.test/shop/worker:v1 arm64',
  'StatefulSet shop-cache registry.test/cache:7.4.1',
];

describe('charts that Helm renders', function () {
  this.timeout(60_000);
  inVscode();
  let folder: string;
  let pools: WorkerPools;
  before(() => {
    pools = createWorkerPools(threads);
  });
  after(() => {
    pools.dispose();
  });
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'charts-'));
    cpSync(new URL('shop', fixtures), path.join(folder, 'shop'), { recursive: true });
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function files(): readonly FileToRead[] {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.yaml'))
      .map((name) => ({ path: name, file: path.join(folder, name) }));
  }
  type Answers = Parameters<typeof scriptedRunner>[0];
  const good: Answers = [
    ['values-prod.yaml', recorded('prod').stdout],
    ['template', recorded('values').stdout],
  ];
  function create(answers: Answers = good, helm: string | undefined = '/usr/bin/helm') {
    const reader = createWorkspaceFiles({
      workers: pools.files,
      onProblems: () => undefined,
      runner: scriptedRunner(answers),
      helm: () => Promise.resolve(helm),
    });
    return {
      async images() {
        const { images } = await reader.manifests(files());
        return images
          .map(({ kind, name, image, placement }) =>
            [kind, name, image, placement?.nodeSelector['kubernetes.io/arch']].filter(Boolean).join(' '),
          )
          .sort();
      },
      tolerations: async () => (await reader.manifests(files())).tolerations,
      async render(signal?: AbortSignal) {
        for (const chart of await reader.charts(files())) {
          await reader.renderChart(chart, files(), signal);
        }
      },
      charts: () => reader.charts(files()),
    };
  }
  async function failure(work: Promise<void>): Promise<unknown> {
    try {
      await work;
    } catch (error) {
      return isDiagnosedError(error) ? [error.code, error.diagnosis.params] : error;
    }
    throw new Error('did not fail');
  }

  it('have images, placements and tolerations instead of those that their values let guess', async () => {
    const charts = create();
    assert.deepEqual(await charts.images(), guessed);
    await charts.render();
    assert.deepEqual(await charts.images(), rendered);
    assert.deepEqual(await charts.tolerations(), [{ key: 'shop', operator: 'Exists' }]);
  });

  it('are rendered with their values, and with each other values file', async () => {
    await create().render();
    const shop = path.join(folder, 'shop');
    assert.deepEqual(seen().split('\n'), [
      `$ /usr/bin/helm template shop ${shop} --values "${shop}/values-prod.yaml"`,
      `$ /usr/bin/helm template shop ${shop}`,
    ]);
  });

  it('count until one of their files changes', async () => {
    const charts = create();
    await charts.render();
    writeFileSync(path.join(folder, 'other.yaml'), 'a: 1');
    assert.deepEqual(await charts.images(), rendered);
    writeFileSync(path.join(folder, 'shop/templates/more.yaml'), '# more');
    assert.deepEqual(await charts.images(), guessed);
    rmSync(path.join(folder, 'shop/templates/more.yaml'));
    assert.deepEqual(await charts.images(), guessed);
  });

  it('keep files that Helm does not read', async () => {
    writeFileSync(
      path.join(folder, 'shop/example.yaml'),
      '{ apiVersion: v1, kind: Pod, metadata: { name: example }, spec: { containers: [{ image: example.test/a:1 }] } }',
    );
    const charts = create();
    await charts.render();
    assert.deepEqual(await charts.images(), [...rendered, 'Pod example example.test/a:1'].sort());
  });

  it('are neither subcharts nor libraries', async () => {
    writeFileSync(path.join(folder, 'Chart.yaml'), 'name: lib\ntype: library\n');
    assert.deepEqual(await create().charts(), [{ folder: 'shop', name: 'shop', values: ['shop/values-prod.yaml'] }]);
  });

  it('need no complete values if another file completes them', async () => {
    const charts = create([
      ['values-prod.yaml', recorded('prod').stdout],
      ['template', { stderr: 'Error: execution error at (shop/templates/web.yaml:1:1): image is required' }],
    ]);
    await charts.render();
    assert.deepEqual(
      await charts.images(),
      rendered.filter((line) => line.endsWith('arm64') || line.startsWith('StatefulSet')),
    );
  });

  it('stay as they were if Helm fails, which says why', async () => {
    const charts = create([['template', { stderr: recorded('dependencies').stderr }]]);
    assert.deepEqual(await failure(charts.render()), [
      'helmFailed',
      { file: 'shop/values-prod.yaml', reason: 'dependencies', detail: 'redis, postgresql' },
    ]);
    assert.deepEqual(await charts.images(), guessed);
    assert.deepEqual(await failure(create([['template', { timedOut: true }]]).render()), [
      'helmFailed',
      { file: 'shop/values-prod.yaml', reason: 'timeout' },
    ]);
    const huge = `image: ${'x'.repeat(5 * 1024 * 1024)}`;
    assert.deepEqual(await failure(create([['template', huge]]).render()), [
      'helmFailed',
      { file: 'shop/values-prod.yaml', reason: 'tooLarge' },
    ]);
  });

  it('are named in a message, also where the workspace folder is the chart', async () => {
    cpSync(path.join(folder, 'shop'), folder, { recursive: true });
    rmSync(path.join(folder, 'shop'), { recursive: true });
    rmSync(path.join(folder, 'values-prod.yaml'));
    const failing = create([['template', { stderr: 'Error: no' }]]);
    assert.deepEqual(await failure(failing.render()), ['helmFailed', { file: 'shop', detail: 'no' }]);
  });

  it('need Helm', async () => {
    const reader = createWorkspaceFiles({
      workers: pools.files,
      onProblems: () => undefined,
      runner: scriptedRunner(),
      helm: () => Promise.resolve(undefined),
    });
    const [chart] = await reader.charts(files());
    assert.ok(chart);
    assert.deepEqual(await failure(reader.renderChart(chart, files())), ['helmNotFound', {}]);
  });

  it('are not rendered after a cancellation', async () => {
    const stop = new AbortController();
    stop.abort();
    const charts = create();
    assert.ok(isCancelled(await failure(charts.render(stop.signal))));
    assert.deepEqual(await charts.images(), guessed);
  });
});
