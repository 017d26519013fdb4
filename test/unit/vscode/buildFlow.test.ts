import assert from 'node:assert/strict';
import { DiagnosedError } from '../../../src/domain/diagnosis/diagnosis.ts';
import { diagnosisOf } from '../../../src/domain/diagnosis/remedies.ts';
import type { BuildReport } from '../../../src/domain/build/report.ts';
import { createBuildFlow } from '../../../src/vscode/build/buildFlow.ts';
import type { TaskRunner } from '../../../src/vscode/build/task/taskRunner.ts';
import type { WizardDeps } from '../../../src/vscode/build/wizard/deps.ts';
import { stub } from '../../support/stub.ts';
import { choose, enter, leave, tick } from '../../support/vscode/person.ts';
import { inVscode, person, see, shows } from '../../support/vscode/session.ts';
import { folder, openFolders, trust } from '../../support/vscode/workspace.ts';
import { contextFor } from './build/wizard/fakes.ts';

const report = { ok: true } as BuildReport;

/** The ways to start a build, with a Dockerfile as the only source. */
function flow(run: TaskRunner['run'] = () => Promise.resolve(report), own: Partial<WizardDeps> = {}) {
  const { context } = contextFor([{ path: 'Dockerfile', text: 'FROM alpine\n' }], own, folder('shop'));
  return createBuildFlow({
    tasks: stub<TaskRunner>('TaskRunner', {
      run: (request, at, options) => {
        see(`builds in ${at.name}: ${JSON.stringify(request)}${options?.aside === true ? ' aside' : ''}`);
        return run(request, at, options);
      },
    }),
    wizard: context.deps,
    showError: (error, at) => {
      see(`shown: ${error instanceof DiagnosedError ? error.code : String(error)}, ${at?.folder.name ?? 'no folder'}`);
      return Promise.resolve();
    },
  });
}

describe('the ways into a build', () => {
  inVscode();

  it('ask step by step, and build what was answered', async () => {
    person(tick('linux/arm64'), enter, choose('Fill the build cache only'), choose('Run'));
    assert.equal(await flow().ask(undefined, { aside: true }), report);
    shows(`
      pick (1/4): Build Multi-Arch Image — Select the target platforms; type to filter or add another
       ›[x] linux/amd64 | native
        [x] linux/arm64 | emulated
        [ ] linux/arm/v7 | no emulator
        [ ] linux/arm/v6 | no emulator
        [ ] linux/386 | no emulator
        [ ] linux/ppc64le | no emulator
        [ ] linux/s390x | no emulator
        [ ] linux/riscv64 | no emulator
        [ ] linux/loong64 | no emulator
        [ ] linux/mips64le | no emulator
        [ ] windows/amd64 | native
        [ ] linux/amd64/v2 | native
      > linux/arm64
      pick (2/4): Build Multi-Arch Image — Image name and tag, such as registry.example.com/team/app:1.0
       ›shop:v1 | folder name, no registry yet
        $(circle-slash) No name | cache only
      > Enter
      pick (3/4): Build Multi-Arch Image — Where should the image go?
       ›$(desktop-download) Load into the Docker engine | to run it on this machine
        $(folder) Write an OCI layout | to the folder oci/shop
        $(database) Fill the build cache only | to check that it builds; no image is kept
        ── Not possible now
        $(circle-slash) Push to the registry | not possible: the name has no registry and no Docker Hub user name
      > Fill the build cache only
      pick (4/4): Build Multi-Arch Image — Run the build, or select a line to change it
       ›$(play) Run | build {"dockerfile":"Dockerfile","context":".","platforms":["linux/arm64"],"tags":["shop:v1"],"output":"cache"}
        $(info) Steps for linux/arm64 run under emulation, several times slower
        ── Plan
        $(file) Source | Dockerfile
        $(server) Platforms | linux/arm64 (emulated)
        $(server-environment) Builder | default · docker · running
        $(tag) Image | shop:v1
        $(export) Output | Fill the build cache only
        ── Command
        build
        {"dockerfile":"Dockerfile","context":".","platforms":["linux/arm64"],"tags":["shop:v1"],"output":"cache"}
        ── More
        $(save) Save to tasks.json
        $(copy) Copy Command
      > Run
      builds in shop: {"dockerfile":"Dockerfile","context":".","platforms":["linux/arm64"],"tags":["shop:v1"],"output":"cache"} aside
    `);
  });

  it('end with Escape', async () => {
    person(leave);
    assert.equal(await flow().ask(), undefined);
    shows(`
      pick (1/4): Build Multi-Arch Image — Select the target platforms; type to filter or add another
       ›[x] linux/amd64 | native
        [x] linux/arm64 | emulated
        [ ] linux/arm/v7 | no emulator
        [ ] linux/arm/v6 | no emulator
        [ ] linux/386 | no emulator
        [ ] linux/ppc64le | no emulator
        [ ] linux/s390x | no emulator
        [ ] linux/riscv64 | no emulator
        [ ] linux/loong64 | no emulator
        [ ] linux/mips64le | no emulator
        [ ] windows/amd64 | native
        [ ] linux/amd64/v2 | native
      > Escape
    `);
  });

  it('begin at the plan for a request that is known, or at a part of it', async () => {
    person(leave, leave);
    const request = { dockerfile: 'Dockerfile', context: '.', platforms: ['linux/amd64'], output: 'cache' } as const;
    await flow().ask({ request, folder: folder('shop') });
    await flow().ask({ request, folder: folder('shop'), part: 'platforms' });
    shows(`
      pick (5/5): Build Multi-Arch Image — Run the build, or select a line to change it
       ›$(play) Run | build {"dockerfile":"Dockerfile","context":".","platforms":["linux/amd64"],"output":"cache"}
        ── Plan
        $(file) Source | Dockerfile
        $(server) Platforms | linux/amd64 (native)
        $(server-environment) Builder | default · docker · running
        $(tag) Image | no name
        $(export) Output | Fill the build cache only
        ── Command
        build
        {"dockerfile":"Dockerfile","context":".","platforms":["linux/amd64"],"output":"cache"}
        ── More
        $(save) Save to tasks.json
        $(copy) Copy Command
      > Escape
      pick (2/5): Build Multi-Arch Image — Select the target platforms; type to filter or add another
       ›[x] linux/amd64 | native
        [ ] linux/arm64 | emulated
        [ ] linux/arm/v7 | no emulator
        [ ] linux/arm/v6 | no emulator
        [ ] linux/386 | no emulator
        [ ] linux/ppc64le | no emulator
        [ ] linux/s390x | no emulator
        [ ] linux/riscv64 | no emulator
        [ ] linux/loong64 | no emulator
        [ ] linux/mips64le | no emulator
        [ ] windows/amd64 | native
        [ ] linux/amd64/v2 | native
      > Escape
    `);
  });

  it('need a folder, and a workspace that is trusted', async () => {
    openFolders();
    assert.equal(await flow().ask(), undefined);
    trust(false);
    assert.equal(await flow().ask(), undefined);
    shows(`
      information: Open a folder that contains a Dockerfile to build an image from it.
      shown: untrusted, no folder
    `);
  });

  it('show what a build is refused for, with what was asked for', async () => {
    const refused = new DiagnosedError(diagnosisOf('invalidRequest'));
    assert.equal(await flow(() => Promise.reject(refused)).build({ tags: ['x'] }, folder('shop')), undefined);
    shows(`
      builds in shop: {"tags":["x"]}
      shown: invalidRequest, shop
    `);
  });
});
