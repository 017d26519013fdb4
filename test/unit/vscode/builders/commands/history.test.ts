import assert from 'node:assert/strict';
import type { BuildRecord, BuildRecordDetails } from '../../../../../src/domain/builder/buildRecord.ts';
import type { BuildHistory } from '../../../../../src/services/builders/history.ts';
import { commandIds } from '../../../../../src/vscode/commandIds.ts';
import { stub, untilAborted } from '../../../../support/stub.ts';
import { files } from '../../../../support/vscode/documents.ts';
import { cancel, leave, press } from '../../../../support/vscode/person.ts';
import { inVscode, person, see, shows } from '../../../../support/vscode/session.ts';
import { builderCommands, builderRow, container, failure } from './builderCommands.ts';

const record: BuildRecord = {
  ref: 'farm/farm0/x7k2mq9zpl',
  name: 'team/app',
  state: 'failed',
  totalSteps: 3,
  cachedSteps: 1,
};
const farm = container('farm');
const row = { kind: 'record', builder: farm, record };
const log = '#1 FROM alpine\n#2 RUN make\n#2 ERROR: process "make" did not complete\n------\nERROR: failed to build\n';

/** The history of a builder with this build. */
const history = (details: Partial<BuildRecordDetails> = {}, own: Partial<BuildHistory> = {}) =>
  stub<BuildHistory>('BuildHistory', {
    log: () => Promise.resolve(log),
    details: () => Promise.resolve({ platforms: [], state: 'failed', ...details }),
    remove: (builder, ref) => {
      see(`docker: history rm ${builder} ${ref}`);
      return Promise.resolve();
    },
    ...own,
  });

describe('Open log', () => {
  inVscode();
  const { openBuildLog } = commandIds.builder;

  it('shows the log of the build of the row', async () => {
    await builderCommands({ history: history() }).run(openBuildLog, row);
    await builderCommands({ history: history() }).run(openBuildLog, builderRow(farm));
    shows(`
      progress: Reading the log of “team/app”
      document: team-app x7k2mq9z.log: #1 FROM alpine
      #2 RUN make
      #2 ERROR: process "make" did not complete
      ------
      ERROR: failed to build
    `);
  });

  it('says that there is none, and ends where it is cancelled', async () => {
    await builderCommands({ history: history({}, { log: () => Promise.resolve('') }) }).run(openBuildLog, row);
    person(cancel('Reading'));
    const slow = history({}, { log: (_builder, _ref, signal) => untilAborted(signal) });
    await builderCommands({ history: slow }).run(openBuildLog, row);
    shows(`
      progress: Reading the log of “team/app”
      document: team-app x7k2mq9z.log: This build has no log.
      progress: Reading the log of “team/app”
      > Cancel
    `);
    const failing = history({}, { log: () => Promise.reject(failure()) });
    await assert.rejects(builderCommands({ history: failing }).run(openBuildLog, row), { code: 'builderFailed' });
  });
});

describe('Open error', () => {
  inVscode();
  const { openBuildError } = commandIds.builder;
  const error = { message: 'no', line: 7 };

  it('opens the line of the Dockerfile in the workspace', async () => {
    files.write('/ws/shop/Dockerfile', 'FROM alpine');
    files.write('/ws/shop/api/Own.Dockerfile', 'FROM alpine');
    await builderCommands({ history: history({ context: '/ws/shop', error }) }).run(openBuildError, row);
    const own = history({ context: '/ws/shop', dockerfile: 'api/Own.Dockerfile', error });
    await builderCommands({ history: own }).run(openBuildError, row);
    shows(`
      progress: Finding where “team/app” failed
      editor: /ws/shop/Dockerfile at 7:1
      progress: Finding where “team/app” failed
      editor: /ws/shop/api/Own.Dockerfile at 7:1
    `);
  });

  it('attack: a record names a file elsewhere on this machine: it is opened only when a person says so', async () => {
    files.write('/home/me/.ssh/config', 'Host x');
    const outside = history({ context: '/home/me/.ssh', dockerfile: 'config', error });
    person(press('Open File'), press('Open Log'), leave);
    for (let times = 0; times < 3; times++) {
      await builderCommands({ history: outside }).run(openBuildError, row);
    }
    shows(`
      progress: Finding where “team/app” failed
      information: The build failed in /home/me/.ssh/config, which is not in this workspace.
        [Open File] [Open Log]
      > Open File
      editor: /home/me/.ssh/config at 7:1
      progress: Finding where “team/app” failed
      information: The build failed in /home/me/.ssh/config, which is not in this workspace.
        [Open File] [Open Log]
      > Open Log
      progress: Reading the log of “team/app”
      document: team-app x7k2mq9z.log at 4: #1 FROM alpine
      #2 RUN make
      #2 ERROR: process "make" did not complete
      ------
      ERROR: failed to build
      progress: Finding where “team/app” failed
      information: The build failed in /home/me/.ssh/config, which is not in this workspace.
        [Open File] [Open Log]
      > Escape
    `);
  });

  it('attack: a record names a file of another machine, which is not even looked up', async () => {
    files.write('/net/share/Dockerfile', 'FROM alpine');
    const cases: readonly Partial<BuildRecordDetails>[] = [
      { dockerfile: '//net/share/Dockerfile', error },
      { context: '//host/share', error },
      { context: '/ws/shop', dockerfile: '\\\\host\\share', error },
      { context: 'https://example.com/x.git', dockerfile: 'Dockerfile', error },
    ];
    for (const details of cases) {
      await builderCommands({ history: history(details) }).run(openBuildError, row);
    }
    shows(`
      progress: Finding where “team/app” failed
      progress: Reading the log of “team/app”
      document: team-app x7k2mq9z.log at 4: #1 FROM alpine
      #2 RUN make
      #2 ERROR: process "make" did not complete
      ------
      ERROR: failed to build
      progress: Finding where “team/app” failed
      progress: Reading the log of “team/app”
      document: team-app x7k2mq9z.log at 4: #1 FROM alpine
      #2 RUN make
      #2 ERROR: process "make" did not complete
      ------
      ERROR: failed to build
      progress: Finding where “team/app” failed
      progress: Reading the log of “team/app”
      document: team-app x7k2mq9z.log at 4: #1 FROM alpine
      #2 RUN make
      #2 ERROR: process "make" did not complete
      ------
      ERROR: failed to build
      progress: Finding where “team/app” failed
      progress: Reading the log of “team/app”
      document: team-app x7k2mq9z.log at 4: #1 FROM alpine
      #2 RUN make
      #2 ERROR: process "make" did not complete
      ------
      ERROR: failed to build
    `);
  });

  it('shows the log at the last error where there is no line, or no such file any more', async () => {
    await builderCommands({ history: history({ context: '/ws/shop' }) }).run(openBuildError, row);
    await builderCommands({ history: history({ context: '/ws/gone', error }) }).run(openBuildError, row);
    await builderCommands({ history: history({}, { log: () => Promise.resolve('nothing of it') }) }).run(
      openBuildError,
      row,
    );
    shows(`
      progress: Finding where “team/app” failed
      progress: Reading the log of “team/app”
      document: team-app x7k2mq9z.log at 4: #1 FROM alpine
      #2 RUN make
      #2 ERROR: process "make" did not complete
      ------
      ERROR: failed to build
      progress: Finding where “team/app” failed
      progress: Reading the log of “team/app”
      document: team-app x7k2mq9z.log at 4: #1 FROM alpine
      #2 RUN make
      #2 ERROR: process "make" did not complete
      ------
      ERROR: failed to build
      progress: Finding where “team/app” failed
      progress: Reading the log of “team/app”
      document: team-app x7k2mq9z.log at 0: nothing of it
    `);
  });

  it('is for the row of a build alone, and ends where it is cancelled', async () => {
    await builderCommands({ history: history() }).run(openBuildError, builderRow(farm));
    person(cancel('Finding'));
    const slow = history({}, { details: (_builder, _ref, signal) => untilAborted(signal) });
    await builderCommands({ history: slow }).run(openBuildError, row);
    shows(`
      progress: Finding where “team/app” failed
      > Cancel
    `);
  });
});

describe('Remove from history', () => {
  inVscode();
  const { removeBuildRecord } = commandIds.builder;
  const of = (version: string) => ({
    ...row,
    builder: { ...farm, nodes: farm.nodes.map((node) => ({ ...node, version })) },
  });

  it('removes the record of the row', async () => {
    await builderCommands({ history: history() }).run(removeBuildRecord, of('v0.29.0'));
    await builderCommands({ history: history() }).run(removeBuildRecord, builderRow(farm));
    shows(`
      docker: history rm farm farm/farm0/x7k2mq9zpl
      asks for the builders anew
    `);
  });

  it('leaves it where that could crash BuildKit', async () => {
    await builderCommands({ history: history() }).run(removeBuildRecord, of('v0.28.1'));
    shows(`
      warning: The build stays in the history, because BuildKit before 0.29 can crash after a build is removed. Newer versions can remove it.
    `);
  });

  it('rejects with Docker’s error, and queries again', async () => {
    const failing = history({}, { remove: () => Promise.reject(failure()) });
    await assert.rejects(builderCommands({ history: failing }).run(removeBuildRecord, of('v0.29.0')), {
      code: 'builderFailed',
    });
    shows(`
      asks for the builders anew
    `);
  });
});
