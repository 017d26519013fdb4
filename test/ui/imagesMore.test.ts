import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { rawRegistry, types } from '../engine/registryShapes.ts';
import { workspaceWith } from '../engine/support.ts';
import { foreign, own } from './clustersSupport.ts';
import { useVsCode, answerChange } from './support.ts';

const run = promisify(execFile);

describe('what is inside of pushed images, by clicks', function () {
  this.timeout(120_000);
  const names = ['chart', 'good', 'nested', 'wrong'];
  let host = '';
  const session = useVsCode(async ({ base, registry, engine }) => {
    ({ host } = registry);
    const env = { ...process.env, ...engine.env };
    const dockerfiles = {
      'good/Dockerfile': `FROM ${base}\nCOPY Dockerfile /\nENTRYPOINT ["busybox"]\n`,
      // a program that was built on one machine and copied into all images
      'wrong/Dockerfile': `FROM --platform=linux/${own} ${base} AS tools\nFROM ${base}\nCOPY --from=tools /bin/busybox /app\nENTRYPOINT ["/app"]\n`,
    };
    const builds = await workspaceWith(dockerfiles);
    const platforms = `linux/${own},linux/${foreign}`;
    for (const name of ['good', 'wrong']) {
      const tag = `${host}/inside/${name}:1`;
      await run(
        'docker',
        ['buildx', 'build', '--platform', platforms, '--push', '--tag', tag, `${builds.folder}/${name}`],
        { env },
      );
    }
    await builds.remove();
    await run('docker', ['pull', '--quiet', `${host}/inside/good:1`], { env });
    const raw = rawRegistry(host, 'inside/chart');
    const config = { ...(await raw.blob('{"name":"app"}')), mediaType: 'application/vnd.cncf.helm.config.v1+json' };
    const content = {
      ...(await raw.blob('chart')),
      mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip',
    };
    await raw.put(
      '1',
      { schemaVersion: 2, mediaType: types.ociManifest, config, layers: [content] },
      types.ociManifest,
    );
    const nested = rawRegistry(host, 'inside/nested');
    const linux = async (architecture: string) => {
      const platform = { os: 'linux', architecture };
      return { ...(await nested.image(platform)), platform };
    };
    await nested.index('1', [await linux(own), await nested.index('', [await linux(foreign)])]);
    const pod = (name: string) =>
      `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\nspec: {containers: [{name: c, image: "${host}/inside/${name}:1"}]}\n`;
    return {
      files: { 'k8s/pods.yaml': names.map(pod).join('---\n') },
      settings: { 'multiarch.statusBar': false },
    };
  });
  const tree = () => session().workbench.tree('Multi-Arch Builds', 'Pushed Images');
  /** All images of this suite have the tag `1`; only the used one is expanded. */
  const under = async (repository: string) => {
    const view = await tree();
    for (const other of names) {
      await (other === repository ? view.expand(other) : view.collapse(other));
    }
    await view.expand('1');
    // a menu that opens while a row is redrawn belongs to no row
    await view.waitUntil('an image that was read', (rows) =>
      rows.some(({ label, description, icon }) => label === '1' && /B|Helm/.test(description) && icon !== 'loading'),
    );
    return view;
  };

  it('names what is no image', async () => {
    const { screenshot } = session();
    const view = await under('chart');
    await view.waitForRow('1', /^Helm chart/);
    await view.waitForRow('Helm chart');
    await screenshot('inside-chart');
  });

  it('tells size and age, which is that of the platform that was opened', async () => {
    const { screenshot } = session();
    const view = await under('good');
    await view.waitForRow('1', /^amd64, arm64 · [\d.]+ MB$/);
    await view.expand(`linux/${foreign}`);
    await view.waitForRow('1', /MB · .*(?:second|minute|now)/);
    await view.collapse(`linux/${foreign}`);
    await screenshot('inside-age');
  });

  it('tells what the engine has of it', async () => {
    const { screenshot } = session();
    const view = await under('good');
    await view.expand('Docker engine');
    await view.waitForRow(`linux/${own}`, /^same as in the registry/);
    await screenshot('inside-engine');
    await view.collapse('Docker engine');
  });

  it('is quiet about programs that fit', async () => {
    const { workbench, screenshot } = session();
    const view = await under('good');
    await view.choose('1', 'Check Program Architectures');
    await workbench.waitForNotification(/starts programs that match its platforms/, 30_000);
    await workbench.clearNotifications();
    await view.waitForRow(`linux/${own}`, /(?:^|· )checked ·/);
    await view.waitForRow(`linux/${foreign}`, /(?:^|· )checked ·/);
    await screenshot('inside-good');
  });

  it('warns of one that does not, in the rows and in the report', async () => {
    const { workbench, screenshot } = session();
    const view = await under('wrong');
    await view.choose(`linux/${foreign}`, 'Check Program Architectures');
    await workbench.waitForNotification(
      new RegExp(`is labelled linux/${foreign}, but /app is an ${own} program`),
      30_000,
    );
    await workbench.clearNotifications();
    const row = await view.waitForRow(`linux/${foreign}`, new RegExp(`^contains ${own}! · `));
    const image = await view.waitForRow('1', new RegExp(`^wrong program for ${foreign} · `));
    if (row.icon !== 'warning' || image.icon !== 'warning') {
      throw new Error(`${row.icon} and ${image.icon} are no warnings`);
    }
    await screenshot('inside-wrong');
    await view.choose('1', 'Inspect Image Platforms…');
    await workbench.report(/Start program/);
    await screenshot('inside-report');
  });

  it('says why an index inside of an index keeps its platforms, and removes nothing', async () => {
    const { workbench } = session();
    const view = await under('nested');
    await view.choose(`linux/${foreign}`, 'Remove This Platform…');
    await workbench.waitForNotification(/belongs to a nested index/, 30_000);
    await workbench.clearNotifications();
    // the platform of the outer index is not the only one
    await view.choose(`linux/${own}`, 'Remove This Platform…');
    await answerChange(
      workbench,
      new RegExp(`Remove linux/${own} from ${host}/inside/nested:1`),
      'Discard Change',
      30_000,
    );
  });
});
