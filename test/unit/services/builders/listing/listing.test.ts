import assert from 'node:assert/strict';
import type { Builder } from '../../../../../src/domain/builder/builder.ts';
import { createBuilders } from '../../../../../src/services/builders/builders.ts';
import { createEngines, type Engines } from '../../../../../src/services/builders/listing/engineInUse.ts';
import { createBuilderListing } from '../../../../../src/services/builders/listing/listing.ts';
import type { BuilderStore, StoreContents } from '../../../../../src/services/builders/listing/store.ts';
import type { Environment } from '../../../../../src/services/environment.ts';
import { diagnoseError } from '../../../../../src/services/diagnoseError.ts';
import { CancelledError } from '../../../../../src/tools/process/errors.ts';
import { readRecording } from '../../../../support/recordedFailure.ts';
import { scriptedRunner } from '../../../../support/scriptedRunner.ts';
import { stub } from '../../../../support/stub.ts';
import { inVscode, seen, shows } from '../../../../support/vscode/session.ts';

const recorded = (name: string) =>
  readRecording(new URL(`../../../../fixtures/buildx/0.29.1/${name}.json`, import.meta.url));
const many = recorded('ls-many').stdout;
const empty: StoreContents = { builders: [], damaged: [], choice: undefined };
const kept = {
  name: 'kept',
  driver: 'remote',
  nodes: [{ name: 'kept0', endpoint: 'tcp://kept:1', platforms: [], options: {}, flags: [] }],
};

const contexts = (...names: readonly string[]) => names.map((Name) => `${JSON.stringify({ Name })}\n`).join('');

type Script = Parameters<typeof scriptedRunner>[0];
interface Machine {
  readonly contents?: StoreContents;
  readonly minor?: number;
  readonly engine?: Environment['engine'];
}

/** A machine with this script as Docker. */
function machine(
  script: Script,
  { contents = empty, minor = 29, engine = () => Promise.reject(new Error('down')) }: Machine = {},
) {
  const runner = scriptedRunner(script);
  const environment = stub<Environment>('Environment', {
    docker: () => Promise.resolve('docker'),
    buildx: () => Promise.resolve({ major: 0, minor, text: `0.${minor}` }),
    engine,
  });
  const store = stub<BuilderStore>('BuilderStore', {
    read: () => Promise.resolve(contents),
    find: () => Promise.resolve(undefined),
    folder: () => '/x',
    configuration: () => Promise.resolve(''),
  });
  const engines: Engines = createEngines({ environment, store, env: {} });
  let time = 0;
  return {
    listing: createBuilderListing({
      runner,
      environment,
      store,
      engines,
      explain: diagnoseError,
      now: () => (time += 10),
    }),
    builders: createBuilders({ runner, environment, store, engines }),
    engines,
  };
}
const told = (all: readonly Builder[]) =>
  all.map(({ name, nodes, error, damagedFile }) =>
    [name, error ?? damagedFile ?? nodes.map(({ status }) => status).join()].join(': '),
  );

describe('all builders', () => {
  inVscode();

  it('are asked for in one call, with the engine where that says what they do not', async () => {
    const { listing } = machine([['buildx ls', many]]);
    const partial: string[][] = [];
    const all = await listing.list({ onPartial: (some) => partial.push(told(some)) });
    assert.deepEqual(told(all), ['default: running', 'away: inactive', 'farm: inactive,inactive', 'idle: inactive']);
    shows(`
      $ docker buildx ls --format json
    `);
    assert.equal(await listing.isStale(), false);
    assert.equal(listing.folder(), '/x');
  });

  it('are each asked by themselves when that takes too long, and from then on', async () => {
    const contents = {
      ...empty,
      builders: [kept],
      damaged: [{ name: 'broken', file: '/x/instances/broken' }],
    } as StoreContents;
    const { listing } = machine(
      [
        ['buildx ls', { timedOut: true }],
        ['context ls', contexts('default', 'farm', 'gone')],
        ['inspect --timeout', { timedOut: true }],
        ['-- gone', { stderr: 'ERROR: no builder "gone" found' }],
        ['-- farm', { stderr: 'ERROR: odd' }],
        ['inspect', { timedOut: true }],
      ],
      { contents },
    );
    const partial: string[][] = [];
    const all = await listing.list({ onPartial: (some) => partial.push(told(some)) });
    assert.equal(partial.length, 5);
    assert.match(partial[0]?.join('\n') ?? '', /kept: asking/);
    assert.deepEqual(told(all), ['default: error', 'broken: /x/instances/broken', 'kept: error', 'farm: odd']);
    seen();
    await listing.list();
    assert.doesNotMatch(seen(), /buildx ls/);
  });

  it('are each asked by themselves by a buildx that cannot list them as JSON, one that can be told how long', async () => {
    const inspected = recorded('inspect/current').stdout;
    for (const minor of [12, 32]) {
      const slow: Script = [
        ['buildx ls', { timedOut: true }],
        ['context ls', contexts('default')],
        ['inspect', inspected],
      ];
      assert.deepEqual(told(await machine(slow, { minor }).listing.list()), ['default: running']);
    }
    shows(`
      $ docker context ls --format {{json .}}
      $ docker buildx inspect -- default
      $ docker buildx ls --format json
      $ docker context ls --format {{json .}}
      $ docker buildx inspect --timeout 4000ms -- default
    `);
  });

  it('are none where Docker fails, with why; and one whose buildx is missing says so', async () => {
    await assert.rejects(machine([['buildx ls', { stderr: 'ERROR: odd' }]]).listing.list(), { code: 'unknown' });
    await assert.rejects(
      machine([['buildx ls', { stderr: "docker: 'buildx' is not a docker command." }]]).listing.list(),
      { code: 'buildxMissing' },
    );
    await assert.rejects(machine([]).listing.list({ signal: AbortSignal.abort() }), CancelledError);
  });
});

describe('the builder in use', () => {
  inVscode();

  it('is what buildx inspects, with what the engine says of it', async () => {
    const { builders } = machine([['inspect', recorded('inspect/current').stdout]], {
      engine: () => Promise.resolve({ os: 'linux', architecture: 'x86_64' } as never),
    });
    assert.equal((await builders.inUse(undefined)).name, 'default');
    seen();
  });

  it('is made for who needs one, or started where it is there', async () => {
    const none = { stderr: 'ERROR: no builder "multiarch" found' };
    assert.equal(await machine([['inspect', none]]).builders.createContainer('multiarch'), 'multiarch');
    shows(`
      $ docker buildx inspect -- multiarch
      $ docker buildx create --name multiarch --driver docker-container --bootstrap
    `);
    const there = recorded('inspect/current').stdout.replace(/^Driver:.*$/m, 'Driver: docker-container');
    await machine([['inspect', there]]).builders.createContainer('multiarch');
    shows(`
      $ docker buildx inspect -- multiarch
      $ docker buildx inspect --bootstrap -- multiarch
    `);
    await assert.rejects(
      machine([
        ['inspect', none],
        ['create', { stderr: 'ERROR: no' }],
      ]).builders.createContainer('multiarch'),
    );
    shows(`
      $ docker buildx inspect -- multiarch
      $ docker buildx create --name multiarch --driver docker-container --bootstrap
      $ docker buildx rm -- multiarch
    `);
    await assert.rejects(machine([['inspect', { stderr: 'ERROR: odd' }]]).builders.createContainer('multiarch'), /odd/);
  });
});

describe('the engine in use', () => {
  inVscode();

  it('is asked once in a session, and not known where it does not answer', async () => {
    let times = 0;
    const { engines } = machine([], {
      engine: () => {
        times++;
        return Promise.resolve({ os: 'linux', architecture: 'aarch64', name: 'elsewhere', kernel: 'x' } as never);
      },
    });
    assert.equal((await engines.known()).native, undefined);
    assert.equal((await engines.ask()).native?.architecture, 'arm64');
    assert.equal((await engines.ask()).native?.architecture, 'arm64');
    assert.equal((await engines.known()).native?.architecture, 'arm64');
    assert.equal(times, 1);
    assert.equal((await machine([]).engines.ask()).native, undefined);
  });
});
