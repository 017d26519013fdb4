import assert from 'node:assert/strict';
import { commandIds } from '../../../../../src/vscode/commandIds.ts';
import { DiagnosedError } from '../../../../../src/domain/diagnosis/diagnosis.ts';
import { diagnosisOf } from '../../../../../src/domain/diagnosis/remedies.ts';
import { Uri } from 'vscode';
import { diagnoseError } from '../../../../../src/services/diagnoseError.ts';
import { failureText } from '../../../../../src/vscode/shared/errors/diagnosisTexts.ts';
import type { FoundChart, WorkspaceSources } from '../../../../../src/vscode/workspaceSources.ts';
import { inspected } from '../../../../support/sampleImages.ts';
import { stub, untilAborted } from '../../../../support/stub.ts';
import { choose, enter, leave, tick, type } from '../../../../support/vscode/person.ts';
import { inVscode, person, see, shows } from '../../../../support/vscode/session.ts';
import { imageCommands, imageRow, platformRow } from './imageCommands.ts';

const { add, addTag, remove, refresh, renderCharts } = commandIds.image;
const one = inspected('r.io/app:1', ['linux/amd64']);

describe('Add image…', () => {
  inVscode();

  it('asks for a name, which the view lists then in full', async () => {
    person(type('r.io/app'), leave);
    await imageCommands([]).run(add, undefined);
    await imageCommands([]).run(add, undefined);
    shows(`
      pick: Add an Image — Image name with tag or digest, such as registry.example.com/team/app:1.0
      > r.io/app
      pick: Add an Image — Image name with tag or digest, such as registry.example.com/team/app:1.0
       ›r.io/app | use this name
      added: r.io/app
      redraws
      pick: Add an Image — Image name with tag or digest, such as registry.example.com/team/app:1.0
      > Escape
    `);
  });
});

describe('Add tags…', () => {
  inVscode();
  const row = { kind: 'repository', repository: 'r.io/app' };

  it('offers what the registry tells and the view does not have, newest first', async () => {
    const asked: unknown[] = [];
    const tags = (repository: unknown) => {
      asked.push(repository);
      return Promise.resolve(['1', '2', '10', 'edge']);
    };
    person(tick('10', 'edge'));
    await imageCommands([one], { tags }).run(addTag, row);
    shows(`
      pick: Add Tags of r.io/app — Select the tags to show; type to filter or enter another
       ›[ ] 10
        [ ] 2
        [ ] edge
      > 10, edge
      added: r.io/app:10
      added: r.io/app:edge
      redraws
    `);
    assert.deepEqual(asked, [{ domain: 'r.io', path: 'app' }]);
  });

  it('takes one that is typed, and none that cannot be one', async () => {
    person(type('-bad'), type('nightly'));
    await imageCommands([one], { tags: () => Promise.resolve([]) }).run(addTag, row);
    shows(`
      pick: Add Tags of r.io/app — Select the tags to show; type to filter or enter another
       ›[ ] $(error) The registry lists no other tag of r.io/app.
      > -bad
      pick: Add Tags of r.io/app — Select the tags to show; type to filter or enter another
       ›[ ] $(error) The registry lists no other tag of r.io/app.
        [ ] $(error) -bad | "-bad" is not a valid tag; use letters, digits, "_", "." and "-", and start with a letter, digit or "_"
      > nightly
      pick: Add Tags of r.io/app — Select the tags to show; type to filter or enter another
       ›[ ] $(error) The registry lists no other tag of r.io/app.
        [ ] nightly | use this tag
      added: r.io/app:nightly
      redraws
    `);
  });

  it('says why the registry does not tell, and takes what is typed', async () => {
    const refused = new DiagnosedError(diagnosisOf('registryLoginRequired', { registry: 'r.io', image: 'r.io/app' }));
    person(enter, leave);
    await imageCommands([one], { tags: () => Promise.reject(refused) }).run(addTag, row);
    shows(`
      pick: Add Tags of r.io/app — Select the tags to show; type to filter or enter another
       ›[ ] $(error) You are not logged in to r.io, or it rejected your password.
      > Enter
      > Escape
    `);
  });

  it('asks for an image without a row, and stops asking the registry when it is left', async () => {
    let isOver = false;
    const tags = (_repository: unknown, signal?: AbortSignal) =>
      untilAborted(signal).finally(() => {
        isOver = true;
      });
    person(choose('r.io/app:1'), leave, leave);
    const commands = imageCommands([one], { tags });
    await commands.run(addTag, undefined);
    assert.ok(isOver);
    await commands.run(addTag, undefined);
    shows(`
      pick: Add an Image — Image name with tag or digest, such as registry.example.com/team/app:1.0
       ›r.io/app:1 | you
      > r.io/app:1
      pick (busy): Add Tags of r.io/app — Select the tags to show; type to filter or enter another
      > Escape
      pick: Add an Image — Image name with tag or digest, such as registry.example.com/team/app:1.0
       ›r.io/app:1 | you
      > Escape
    `);
  });
});

describe('Remove from the view, and Refresh', () => {
  inVscode();

  it('are for the image of the row, and do nothing without one but to refresh all', async () => {
    const commands = imageCommands([one]);
    await commands.run(remove, imageRow(one));
    await commands.run(remove, undefined);
    await commands.run(refresh, imageRow(one));
    await commands.run(refresh, undefined);
    await commands.run(refresh, platformRow(one, 'linux/amd64'));
    see('end');
    shows(`
      removed: r.io/app:1
      redraws
      reads again: r.io/app:1
      reads again: all
      reads again: all
      end
    `);
  });

  it('attack: a shortcut calls a command with what is no row', async () => {
    const commands = imageCommands([one]);
    const rows = [
      { kind: 'image' },
      { kind: 'platform', id: 1 },
      { kind: 'missing' },
      { kind: 'part', id: 'x' },
      'row',
      7,
    ];
    for (const row of rows) {
      await commands.run(remove, row);
    }
    await commands.run('multiarch.image.unheardOf', imageRow(one));
    shows('');
  });
});

describe('Render charts of this workspace…', () => {
  inVscode();
  const chart = (name: string): FoundChart => ({
    name,
    folder: `charts/${name}`,
    values: [],
    workspaceFolder: { uri: Uri.file('/w'), name: 'w', index: 0 },
  });
  const failed = (file: string) =>
    new DiagnosedError(diagnosisOf('helmFailed', { file, reason: 'dependencies', detail: 'redis' }));

  async function render(charts: readonly FoundChart[], broken: readonly string[] = []): Promise<void> {
    const files = stub<WorkspaceSources>('WorkspaceSources', {
      findCharts: () => Promise.resolve(charts),
      renderChart: ({ name, folder }) => {
        see(`renders: ${folder}`);
        return broken.includes(name) ? Promise.reject(failed(folder)) : Promise.resolve();
      },
    });
    try {
      await imageCommands([], { files }).run(renderCharts, undefined);
    } catch (error) {
      see(`error: ${failureText(diagnoseError(error).diagnosis).message}`);
    }
  }

  it('renders the only one without a question', async () => {
    await render([chart('web')]);
    shows(`
      progress: Rendering charts with Helm
        … charts/web
      renders: charts/web
      redraws
      reads uses
      information: Rendered 1 chart with Helm. The result is used until a file of the chart changes.
    `);
  });

  it('asks which of several', async () => {
    person(tick('web', 'db'));
    await render(['web', 'api', 'db'].map(chart), ['db']);
    shows(`
      pick: Render Charts of This Workspace — Select the charts to render with Helm
        [x] web | charts/web
        [x] api | charts/api
        [x] db | charts/db
      > web, db
      progress: Rendering charts with Helm
        … charts/web
      renders: charts/web
        … charts/db
      renders: charts/db
      redraws
      reads uses
      error: Helm could not render charts/db.
    `);
  });

  it('names one of those that failed', async () => {
    person(tick('web', 'db'));
    await render(['web', 'db'].map(chart), ['web', 'db']);
    shows(`
      pick: Render Charts of This Workspace — Select the charts to render with Helm
        [x] web | charts/web
        [x] db | charts/db
      > web, db
      progress: Rendering charts with Helm
        … charts/web
      renders: charts/web
        … charts/db
      renders: charts/db
      error: Helm could not render charts/web and 1 more.
    `);
  });

  it('renders none after Escape, and says that there is none', async () => {
    person(leave);
    await render(['web', 'api'].map(chart));
    await render([]);
    shows(`
      pick: Render Charts of This Workspace — Select the charts to render with Helm
        [x] web | charts/web
        [x] api | charts/api
      > Escape
      information: This workspace contains no Helm chart.
    `);
  });
});
