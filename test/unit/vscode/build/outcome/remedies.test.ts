import type { Remedy } from '../../../../../src/domain/diagnosis/diagnosis.ts';
import { createRemedies, type RemedyDeps } from '../../../../../src/vscode/shared/errors/remedies.ts';
import { files } from '../../../../support/vscode/documents.ts';
import { inVscode, see, shows } from '../../../../support/vscode/session.ts';
import { folder } from '../../../../support/vscode/workspace.ts';

/** Presses the button of a remedy for a build of `r.io/app:1`. */
async function apply(remedy: Remedy, own: Partial<RemedyDeps> = {}, local?: boolean): Promise<void> {
  const did =
    <T>(what: string, answer: T) =>
    (...given: readonly unknown[]): Promise<T> => {
      const words = given.map((each) => (typeof each === 'string' ? each : JSON.stringify(each)));
      see([what, ...words].join(' '));
      return Promise.resolve(answer);
    };
  await createRemedies({
    createBuilder: ({ name }) => did('creates a builder for', 'multiarch')(name),
    setUpBuilder: ({ registry, http }) => did('sets up a builder', 'own')(registry ?? '', String(http ?? false)),
    installEmulators: (builder, platform) => did('installs emulators', true)(builder ?? '', platform),
    build: (request, { name }, { local }) =>
      did(`builds in ${name}${local ? ' for local use' : ''}:`, undefined)(request),
    editBuild: ({ request, local }, part) =>
      did(`edits${local === true ? ' for local use' : ''}`, undefined)(part, request),
    restoreTag: did('restores', undefined),
    showLog: () => {
      see('shows the log');
    },
    ...own,
  })(remedy, { request: { tags: ['r.io/app:1'] }, folder: folder('shop'), ...(local !== undefined && { local }) });
}

describe('the button of a remedy', () => {
  inVscode();

  it('makes or sets up a builder, or emulators, and builds again with it', async () => {
    await apply({ id: 'createBuilder' });
    await apply({ id: 'setUpBuilder', registry: 'r.io', http: true });
    await apply({ id: 'installEmulators', platform: 'linux/arm64' });
    shows(`
      creates a builder for shop
      builds in shop: {"tags":["r.io/app:1"],"builder":"multiarch"}
      sets up a builder r.io true
      builds in shop: {"tags":["r.io/app:1"],"builder":"own"}
      installs emulators  linux/arm64
      builds in shop: {"tags":["r.io/app:1"]}
    `);
  });

  it('builds nothing where that was given up', async () => {
    await apply({ id: 'createBuilder' }, { createBuilder: () => Promise.resolve(undefined) });
    await apply({ id: 'setUpBuilder' }, { setUpBuilder: () => Promise.resolve(undefined) });
    await apply(
      { id: 'installEmulators', platform: 'linux/arm64' },
      { installEmulators: () => Promise.resolve(false) },
    );
    shows('');
  });

  it('attack: a command of a remedy runs before a person has read it', async () => {
    await apply({ id: 'runInTerminal', purpose: 'login', command: ['docker', 'login', 'r.io; rm -rf ~'] });
    shows(`
      terminal: Multi-Arch in /ws/shop
        typed, not run: docker login 'r.io; rm -rf ~'
    `);
  });

  it('opens a page, or the line of a file of the workspace', async () => {
    files.write('/ws/shop/Dockerfile', 'FROM alpine');
    files.write('/ws/shop/api/Dockerfile', 'FROM alpine');
    await apply({ id: 'openLink', purpose: 'learnMore', url: 'https://docs.docker.com/go/x/?a=1#b' });
    await apply({ id: 'openFile', file: 'Dockerfile' });
    await apply({ id: 'openFile', file: 'api/Dockerfile', line: 7 });
    shows(`
      browser: https://docs.docker.com/go/x/?a=1#b
      editor: /ws/shop/Dockerfile at 1:1
      editor: /ws/shop/api/Dockerfile at 7:1
    `);
  });

  it('restores each tag that a push has moved, one after the other', async () => {
    await apply({
      id: 'restoreTags',
      tags: [
        { tag: 'r.io/app:1', digest: 'sha256:a' },
        { tag: 'r.io/api:1', digest: 'sha256:b' },
      ],
    });
    shows(`
      restores r.io/app:1 sha256:a
      restores r.io/api:1 sha256:b
    `);
  });

  it('changes a part of the build, builds again, or shows the log', async () => {
    await apply({ id: 'editBuild', part: 'platforms' });
    await apply({ id: 'buildAgain' });
    await apply({ id: 'showLog' });
    shows(`
      edits platforms {"tags":["r.io/app:1"]}
      builds in shop: {"tags":["r.io/app:1"]}
      shows the log
    `);
  });

  it('leaves a build for local use one', async () => {
    await apply({ id: 'editBuild', part: 'platforms' }, {}, true);
    await apply({ id: 'createBuilder' }, {}, true);
    await apply({ id: 'buildAgain' }, {}, true);
    shows(`
      edits for local use platforms {"tags":["r.io/app:1"]}
      creates a builder for shop
      builds in shop for local use: {"tags":["r.io/app:1"],"builder":"multiarch"}
      builds in shop for local use: {"tags":["r.io/app:1"]}
    `);
  });
});
