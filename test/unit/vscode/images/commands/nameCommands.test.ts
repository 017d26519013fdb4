import type { BuildRequest } from '../../../../../src/domain/build/request.ts';
import type { BuildSource } from '../../../../../src/domain/sources/buildSource.ts';
import type { InspectedImage } from '../../../../../src/domain/image/describe.ts';
import type { ImageCommandDeps } from '../../../../../src/vscode/images/commands/context.ts';
import { commandIds } from '../../../../../src/vscode/commandIds.ts';
import type { WorkspaceSources } from '../../../../../src/vscode/workspaceSources.ts';
import { Uri } from 'vscode';
import { digest, inspected } from '../../../../support/sampleImages.ts';
import { stub } from '../../../../support/stub.ts';
import { files } from '../../../../support/vscode/documents.ts';
import { choose, leave } from '../../../../support/vscode/person.ts';
import { inVscode, person, see, shows } from '../../../../support/vscode/session.ts';
import { folder } from '../../../../support/vscode/workspace.ts';
import { imageCommands, imageRow, platformRow } from './imageCommands.ts';

const ids = commandIds.image;
const one = inspected('docker.io/me/app:1', ['linux/amd64']);
const chart: InspectedImage = {
  ...inspected('ghcr.io/me/chart:0.1.0', []),
  kind: 'artifact',
  other: [{ digest: digest('dd'), mediaType: 'application/vnd.cncf.helm.config.v1+json' }],
};
const repository = { kind: 'repository', repository: 'docker.io/me/app', images: [] };

describe('Copy Image Name', () => {
  inVscode();

  it('is as Docker shows it, of an image or of all its tags', async () => {
    const commands = imageCommands([one]);
    for (const row of [imageRow(one), platformRow(one, 'linux/amd64'), repository, undefined, { kind: 'image' }]) {
      await commands.run(ids.copyName, row);
    }
    shows(`
      clipboard: me/app:1
      status: Copied me/app:1
      clipboard: me/app:1
      status: Copied me/app:1
      clipboard: me/app
      status: Copied me/app
    `);
  });
});

describe('Copy Pull Command', () => {
  inVscode();

  it('is that of Docker, for a platform if it has one, and that of Helm for a chart', async () => {
    const commands = imageCommands([one, chart]);
    for (const row of [imageRow(one), platformRow(one, 'linux/amd64'), imageRow(chart), undefined]) {
      await commands.run(ids.copyPull, row);
    }
    shows(`
      clipboard: docker pull me/app:1
      status: Copied docker pull me/app:1
      clipboard: docker pull --platform linux/amd64 me/app:1
      status: Copied docker pull --platform linux/amd64 me/app:1
      clipboard: helm pull oci://ghcr.io/me/chart --version 0.1.0
      status: Copied helm pull oci://ghcr.io/me/chart --version 0.1.0
    `);
  });

  it('is not made up for what neither of them pulls', async () => {
    const other = { ...chart, other: [{ digest: digest('dd'), mediaType: 'application/vnd.wasm.config.v0+json' }] };
    await imageCommands([other]).run(ids.copyPull, imageRow(other));
    shows('');
  });
});

describe('Open in Browser', () => {
  inVscode();

  it('opens the page of a known registry only', async () => {
    const own = inspected('r.io/app:1', []);
    const commands = imageCommands([one, own]);
    await commands.run(ids.openInBrowser, imageRow(one));
    await commands.run(ids.openInBrowser, imageRow(own));
    shows('browser: https://hub.docker.com/r/me/app/tags?name=1');
  });
});

describe('Open File That Names It', () => {
  inVscode();
  const deploy = '/ws/shop/deploy.yaml';
  const dockerfile = '/ws/shop/Dockerfile';
  const naming = (...paths: readonly string[]) => ({
    files: stub<WorkspaceSources>('WorkspaceSources', {
      findNaming: (id) => {
        see(`names ${id}`);
        return Promise.resolve(paths.map((each) => Uri.file(each)));
      },
    }),
  });

  it('opens the file that names the image for a workload, at the image', async () => {
    files.write('/w/k8s/web.yaml', 'kind: Pod\nspec: { containers: [{ image: app:1 }] }\n');
    files.write('/w/values.yaml', 'image: { repository: app }\n');
    const row = (file: string | undefined) => ({
      kind: 'use',
      id: 'docker.io/library/app:1',
      index: 0,
      fate: { use: { image: 'app:1', kind: 'Pod', name: '', ...(file !== undefined && { file }) } },
    });
    const commands = imageCommands([one], naming());
    for (const element of [row('/w/k8s/web.yaml'), row('/w/values.yaml'), undefined]) {
      await commands.run(ids.openFile, element);
    }
    shows(`
      editor: /w/k8s/web.yaml at 2:31
      editor: /w/values.yaml at 1:1
    `);
  });

  it('opens it at the place, and asks which one if there are several', async () => {
    files.write(deploy, 'kind: Pod\nimage: "me/app:1"\n');
    files.write(dockerfile, 'FROM me/app:1\n');
    await imageCommands([one], naming(deploy)).run(ids.openFile, imageRow(one));
    await imageCommands([one], naming(deploy)).run(ids.openFile, { kind: 'use', id: one.ref });
    person(choose('Dockerfile'), leave);
    await imageCommands([one], naming(deploy, dockerfile)).run(ids.openFile, imageRow(one));
    await imageCommands([one], naming(deploy, dockerfile)).run(ids.openFile, imageRow(one));
    shows(`
      names docker.io/me/app:1
      editor: /ws/shop/deploy.yaml at 2:9
      names docker.io/me/app:1
      editor: /ws/shop/deploy.yaml at 2:9
      names docker.io/me/app:1
      pick: Which file that names docker.io/me/app:1 should be opened?
        (file) deploy.yaml
        (file) Dockerfile
      > Dockerfile
      editor: /ws/shop/Dockerfile at 1:6
      names docker.io/me/app:1
      pick: Which file that names docker.io/me/app:1 should be opened?
        (file) deploy.yaml
        (file) Dockerfile
      > Escape
    `);
  });

  it('says that no file has the name as a whole', async () => {
    await imageCommands([one], naming()).run(ids.openFile, imageRow(one));
    shows(`
      names docker.io/me/app:1
      information: No file in this workspace names docker.io/me/app:1 literally.
    `);
  });
});

describe('Build This Image…', () => {
  inVscode();
  const shop = folder('shop');
  const docker: BuildSource = { kind: 'dockerfile', file: 'Dockerfile', stages: [] };
  const other: BuildSource = { kind: 'dockerfile', file: 'tools/Dockerfile', stages: [] };
  const bake: BuildSource = {
    kind: 'bake',
    target: 'app',
    several: false,
    directory: '.',
    files: ['docker-bake.hcl'],
    tags: ['me/app:1'],
    platforms: [],
  };
  const run = async (sources: readonly BuildSource[], last?: BuildRequest) => {
    const repair = stub<ImageCommandDeps['repair']>('repair', {
      images: stub('Images', {}),
      indexEdits: stub('IndexEdits', {}),
      former: stub('FormerDigests', {}),
      memory: stub('BuildMemory', { lastRequest: () => last }),
      flow: stub('BuildFlow', {
        ask: ({ request, part, title, fixed } = {}) => {
          see(JSON.stringify({ request, part, title, fixed }));
          return Promise.resolve(undefined);
        },
      }),
    });
    const found = { sources: sources.map((source) => ({ folder: shop, source })), running: [], tooComplex: [] };
    const own = stub<WorkspaceSources>('WorkspaceSources', { findSources: () => Promise.resolve(found) });
    await imageCommands([one], { repair, files: own }).run(ids.build, imageRow(one));
  };

  it('opens the plan with the source that names it, that built it before, or that is the only one', async () => {
    await run([docker, bake]);
    await run([docker, other], {
      dockerfile: 'tools/Dockerfile',
      context: 'tools',
      platforms: ['linux/arm64'],
      tags: ['me/app:0.9'],
      output: 'load',
    });
    await run([docker]);
    shows(`
      {"request":{"bakeFiles":["docker-bake.hcl"],"bakeTargets":["app"],"output":"push"}}
      {"request":{"dockerfile":"tools/Dockerfile","context":"tools","platforms":["linux/arm64"],"tags":["me/app:1"],"output":"push"}}
      {"request":{"dockerfile":"Dockerfile","context":".","tags":["me/app:1"],"output":"push"}}
    `);
  });

  it('asks what to build if it is not known', async () => {
    await run([docker, other]);
    await run([]);
    shows(`
      {"request":{"tags":["me/app:1"],"output":"push"},"part":"source","title":"Build me/app:1","fixed":true}
      {"request":{"tags":["me/app:1"],"output":"push"},"part":"source","title":"Build me/app:1","fixed":true}
    `);
  });
});
