import assert from 'node:assert/strict';
import { commandIds } from '../../../../../src/vscode/commandIds.ts';
import type { Runner } from '../../../../../src/tools/process/runner.ts';
import type { BuilderSetUp } from '../../../../../src/services/builders/setUp.ts';
import { stub, untilAborted } from '../../../../support/stub.ts';
import { back, cancel, choose, enter, file, leave, press, type } from '../../../../support/vscode/person.ts';
import { inVscode, person, see, seen, shows } from '../../../../support/vscode/session.ts';
import { builderCommands, failure } from './builderCommands.ts';

describe('Set Up a Builder…', () => {
  inVscode();
  const { setUp } = commandIds.builder;
  const runner = stub<Runner>('Runner', { run: () => Promise.resolve(['default'] as never) });
  const made = stub<BuilderSetUp>('BuilderSetUp', {
    create: (request) => {
      see(`creates: ${JSON.stringify(request)}`);
      return Promise.resolve(request.name);
    },
  });
  const answers = [choose('docker-container'), enter, choose('No, standard HTTPS'), choose('Create and Start')];

  it('asks, makes it, and offers to build with it', async () => {
    person(...answers, press('Build'));
    await builderCommands({ setUp: { runner, setUp: made } }).run(setUp, undefined);
    await Promise.resolve();
    shows(`
      pick (1/4): Set Up a Builder — Where should the builder run?
       ›$(package) docker-container | on one of your Docker engines | The usual choice. Other architectures are emulated until you add a native node.
        $(server-environment) kubernetes | on one of your clusters | BuildKit on the cluster’s own machines, one for each architecture. Nothing is emulated.
        $(remote) remote | a BuildKit that is already running | Connects to BuildKit at an address, with certificates if required.
        $(cloud) cloud | Docker Build Cloud | Not available with this Buildx: requires version 0.37, or the Buildx of Docker Desktop.
      > docker-container
      pick (2/4): Set Up a Builder — Builder name
       ›multiarch
      > Enter
      pick (3/4): Set Up a Builder — Does a registry need special access?
       ›$(arrow-right) No, standard HTTPS
        $(vm) A registry on this machine (localhost)
        $(unlock) A registry without HTTPS…
        $(lock) A registry with its own certificate authority…
      > No, standard HTTPS
      pick (4/4): Set Up a Builder — Create the builder, or select a line to change it
       ›$(play) Create and Start | docker buildx create --name multiarch --driver docker-container --bootstrap
        $(check) Use for This Workspace | yes
        ── Plan
        $(server-environment) Driver | docker-container · on one of your Docker engines
        $(tag) Name | multiarch
        $(database) Registries | standard HTTPS
        $(settings-gear) More options
        ── Command
        docker buildx create --name multiarch --driver docker-container --bootstrap
        $(copy) Copy Command
      > Create and Start
      progress: Creating builder “multiarch” (the first start downloads BuildKit)
      creates: {"name":"multiarch","driver":"docker-container","nodes":[{"platforms":[],"options":{}}]}
      used here: multiarch
      asks for the builders anew
      information: Builder multiarch is running, and this workspace uses it.
        [Build]
      > Build
      wizard of builds
    `);
  });

  it('goes back to the question before, and makes nothing with Escape', async () => {
    person(choose('docker-container'), back, choose('docker-container'), leave);
    await builderCommands({ setUp: { runner, setUp: made } }).run(setUp, undefined);
    shows(`
      pick (1/4): Set Up a Builder — Where should the builder run?
       ›$(package) docker-container | on one of your Docker engines | The usual choice. Other architectures are emulated until you add a native node.
        $(server-environment) kubernetes | on one of your clusters | BuildKit on the cluster’s own machines, one for each architecture. Nothing is emulated.
        $(remote) remote | a BuildKit that is already running | Connects to BuildKit at an address, with certificates if required.
        $(cloud) cloud | Docker Build Cloud | Not available with this Buildx: requires version 0.37, or the Buildx of Docker Desktop.
      > docker-container
      pick (2/4): Set Up a Builder — Builder name
       ›multiarch
      > Back
      pick (1/4): Set Up a Builder — Where should the builder run?
       ›$(package) docker-container | on one of your Docker engines | The usual choice. Other architectures are emulated until you add a native node.
        $(server-environment) kubernetes | on one of your clusters | BuildKit on the cluster’s own machines, one for each architecture. Nothing is emulated.
        $(remote) remote | a BuildKit that is already running | Connects to BuildKit at an address, with certificates if required.
        $(cloud) cloud | Docker Build Cloud | Not available with this Buildx: requires version 0.37, or the Buildx of Docker Desktop.
      > docker-container
      pick (2/4): Set Up a Builder — Builder name
       ›multiarch
      > Escape
    `);
  });

  it('is not in use where a person says so', async () => {
    person(
      choose('docker-container'),
      enter,
      choose('No, standard HTTPS'),
      choose('Use for This Workspace'),
      choose('Create and Start'),
    );
    await builderCommands({ setUp: { runner, setUp: made } }).run(setUp, undefined);
    shows(`
      pick (1/4): Set Up a Builder — Where should the builder run?
       ›$(package) docker-container | on one of your Docker engines | The usual choice. Other architectures are emulated until you add a native node.
        $(server-environment) kubernetes | on one of your clusters | BuildKit on the cluster’s own machines, one for each architecture. Nothing is emulated.
        $(remote) remote | a BuildKit that is already running | Connects to BuildKit at an address, with certificates if required.
        $(cloud) cloud | Docker Build Cloud | Not available with this Buildx: requires version 0.37, or the Buildx of Docker Desktop.
      > docker-container
      pick (2/4): Set Up a Builder — Builder name
       ›multiarch
      > Enter
      pick (3/4): Set Up a Builder — Does a registry need special access?
       ›$(arrow-right) No, standard HTTPS
        $(vm) A registry on this machine (localhost)
        $(unlock) A registry without HTTPS…
        $(lock) A registry with its own certificate authority…
      > No, standard HTTPS
      pick (4/4): Set Up a Builder — Create the builder, or select a line to change it
       ›$(play) Create and Start | docker buildx create --name multiarch --driver docker-container --bootstrap
        $(check) Use for This Workspace | yes
        ── Plan
        $(server-environment) Driver | docker-container · on one of your Docker engines
        $(tag) Name | multiarch
        $(database) Registries | standard HTTPS
        $(settings-gear) More options
        ── Command
        docker buildx create --name multiarch --driver docker-container --bootstrap
        $(copy) Copy Command
      > Use for This Workspace
      pick (4/4): Set Up a Builder — Create the builder, or select a line to change it
        $(play) Create and Start | docker buildx create --name multiarch --driver docker-container --bootstrap
       ›$(circle-large-outline) Use for This Workspace | no
        ── Plan
        $(server-environment) Driver | docker-container · on one of your Docker engines
        $(tag) Name | multiarch
        $(database) Registries | standard HTTPS
        $(settings-gear) More options
        ── Command
        docker buildx create --name multiarch --driver docker-container --bootstrap
        $(copy) Copy Command
      > Create and Start
      progress: Creating builder “multiarch” (the first start downloads BuildKit)
      creates: {"name":"multiarch","driver":"docker-container","nodes":[{"platforms":[],"options":{}}]}
      asks for the builders anew
      information: Builder multiarch is running.
    `);
  });

  it('looks for a certificate in VS Code’s dialog, and at what is in the file', async () => {
    person(
      choose('docker-container'),
      enter,
      choose('A registry with its own certificate authority…'),
      type('r.example'),
      choose('Browse…'),
      file('/nowhere/ca.pem'),
      leave,
    );
    await builderCommands({ setUp: { runner, setUp: made } }).run(setUp, undefined);
    assert.match(
      seen(),
      /\ndialog: .* — from \/.*\n> \/nowhere\/ca\.pem\npick \(3\/4\): Set Up a Builder — \/nowhere\/ca\.pem: /,
    );
  });

  it('says nothing more to who goes on with it, and resolves to its name', async () => {
    person(...answers);
    const commands = builderCommands({ setUp: { runner, setUp: made } });
    assert.equal(await commands.setUp({ quiet: true }), 'multiarch');
    person(leave);
    assert.equal(await commands.setUp({ quiet: true }), undefined);
  });

  it('is cancelled, or fails, which is shown', async () => {
    person(...answers, cancel('Creating'));
    const slow = stub<BuilderSetUp>('BuilderSetUp', { create: (_request, signal) => untilAborted(signal) });
    assert.equal(await builderCommands({ setUp: { runner, setUp: slow } }).setUp(), undefined);
    person(...answers);
    const failing = stub<BuilderSetUp>('BuilderSetUp', { create: () => Promise.reject(failure()) });
    assert.equal(await builderCommands({ setUp: { runner, setUp: failing } }).setUp(), undefined);
    shows(`
      pick (1/4): Set Up a Builder — Where should the builder run?
       ›$(package) docker-container | on one of your Docker engines | The usual choice. Other architectures are emulated until you add a native node.
        $(server-environment) kubernetes | on one of your clusters | BuildKit on the cluster’s own machines, one for each architecture. Nothing is emulated.
        $(remote) remote | a BuildKit that is already running | Connects to BuildKit at an address, with certificates if required.
        $(cloud) cloud | Docker Build Cloud | Not available with this Buildx: requires version 0.37, or the Buildx of Docker Desktop.
      > docker-container
      pick (2/4): Set Up a Builder — Builder name
       ›multiarch
      > Enter
      pick (3/4): Set Up a Builder — Does a registry need special access?
       ›$(arrow-right) No, standard HTTPS
        $(vm) A registry on this machine (localhost)
        $(unlock) A registry without HTTPS…
        $(lock) A registry with its own certificate authority…
      > No, standard HTTPS
      pick (4/4): Set Up a Builder — Create the builder, or select a line to change it
       ›$(play) Create and Start | docker buildx create --name multiarch --driver docker-container --bootstrap
        $(check) Use for This Workspace | yes
        ── Plan
        $(server-environment) Driver | docker-container · on one of your Docker engines
        $(tag) Name | multiarch
        $(database) Registries | standard HTTPS
        $(settings-gear) More options
        ── Command
        docker buildx create --name multiarch --driver docker-container --bootstrap
        $(copy) Copy Command
      > Create and Start
      progress: Creating builder “multiarch” (the first start downloads BuildKit)
      > Cancel
      asks for the builders anew
      pick (1/4): Set Up a Builder — Where should the builder run?
       ›$(package) docker-container | on one of your Docker engines | The usual choice. Other architectures are emulated until you add a native node.
        $(server-environment) kubernetes | on one of your clusters | BuildKit on the cluster’s own machines, one for each architecture. Nothing is emulated.
        $(remote) remote | a BuildKit that is already running | Connects to BuildKit at an address, with certificates if required.
        $(cloud) cloud | Docker Build Cloud | Not available with this Buildx: requires version 0.37, or the Buildx of Docker Desktop.
      > docker-container
      pick (2/4): Set Up a Builder — Builder name
       ›multiarch
      > Enter
      pick (3/4): Set Up a Builder — Does a registry need special access?
       ›$(arrow-right) No, standard HTTPS
        $(vm) A registry on this machine (localhost)
        $(unlock) A registry without HTTPS…
        $(lock) A registry with its own certificate authority…
      > No, standard HTTPS
      pick (4/4): Set Up a Builder — Create the builder, or select a line to change it
       ›$(play) Create and Start | docker buildx create --name multiarch --driver docker-container --bootstrap
        $(check) Use for This Workspace | yes
        ── Plan
        $(server-environment) Driver | docker-container · on one of your Docker engines
        $(tag) Name | multiarch
        $(database) Registries | standard HTTPS
        $(settings-gear) More options
        ── Command
        docker buildx create --name multiarch --driver docker-container --bootstrap
        $(copy) Copy Command
      > Create and Start
      progress: Creating builder “multiarch” (the first start downloads BuildKit)
      shown: no
      asks for the builders anew
    `);
  });
});
