import {
  selectPlatforms,
  type SelectPlatformsDeps,
} from '../../../../../src/vscode/targets/commands/selectPlatforms.ts';
import { createTargetPlatforms } from '../../../../../src/vscode/targets/targetPlatforms.ts';
import { cluster, clusterModel, group } from '../../../../support/sampleClusters.ts';
import { EventEmitter } from '../../../../support/vscode/events.ts';
import { enter, leave, tick, type } from '../../../../support/vscode/person.ts';
import { inVscode, person, shows } from '../../../../support/vscode/session.ts';
import { setting } from '../../../../support/vscode/settings.ts';
import { openFolders } from '../../../../support/vscode/workspace.ts';
import { farm } from '../../../builders.ts';

const prod = clusterModel([cluster('prod', group('linux/arm64', 2))]);
const never = new EventEmitter<void>().event as Parameters<typeof createTargetPlatforms>[0]['onDidChange'];

async function select(clusters: SelectPlatformsDeps['clusters'], isKnown = true): Promise<void> {
  const targets = createTargetPlatforms({ targets: clusters.targets, onDidChange: never }, []);
  const builder = farm('linux/amd64 linux/arm64');
  await selectPlatforms({
    clusters,
    targets,
    builders: {
      known: isKnown ? [builder] : undefined,
      inUse: () => ({ name: 'farm', by: 'docker' }),
      refresh: () => (isKnown ? Promise.resolve([builder]) : Promise.reject(new Error('no Docker'))),
    },
  })();
}

describe('Choose Target Platforms…', () => {
  inVscode();

  it('says what needs and what makes a platform, and writes the setting', async () => {
    person(tick('linux/arm64', 'linux/amd64'));
    await select(prod);
    shows(`
      pick: Choose Target Platforms — Select the platforms to build for; type to filter or add another
       ›[x] linux/arm64 | needed by prod: 2 nodes · emulated
        [ ] linux/amd64 | native
        [ ] linux/arm/v7 | no emulator
        [ ] linux/arm/v6 | no emulator
        [ ] linux/386 | native
        [ ] linux/ppc64le | no emulator
        [ ] linux/s390x | no emulator
        [ ] linux/riscv64 | no emulator
        [ ] linux/loong64 | no emulator
        [ ] linux/mips64le | no emulator
        [ ] windows/amd64 | no windows node
      > linux/arm64, linux/amd64
      setting of the workspace: multiarch.platforms = ["linux/arm64","linux/amd64"]
      status: Builds in this workspace are now for linux/arm64, linux/amd64.
    `);
  });

  it('follows the clusters again where the setting names platforms', async () => {
    setting('workspace', 'multiarch.platforms', ['linux/386']);
    person(tick('Follow Cluster Platforms'));
    await select(prod);
    shows(`
      pick: Choose Target Platforms — Select the platforms to build for; type to filter or add another
       ›[ ] $(sync) Follow Cluster Platforms | instead of the selection below; currently linux/arm64
        [ ] linux/arm64 | needed by prod: 2 nodes · emulated
        [x] linux/386 | native
        [ ] linux/amd64 | native
        [ ] linux/arm/v7 | no emulator
        [ ] linux/arm/v6 | no emulator
        [ ] linux/ppc64le | no emulator
        [ ] linux/s390x | no emulator
        [ ] linux/riscv64 | no emulator
        [ ] linux/loong64 | no emulator
        [ ] linux/mips64le | no emulator
        [ ] windows/amd64 | no windows node
      > Follow Cluster Platforms
      setting of the workspace: multiarch.platforms is no more
      status: Builds follow the clusters: linux/arm64
    `);
  });

  it('writes nothing where nothing changed, or with Escape', async () => {
    person(enter, leave);
    await select(prod);
    await select(clusterModel([]), false);
    shows(`
      pick: Choose Target Platforms — Select the platforms to build for; type to filter or add another
       ›[x] linux/arm64 | needed by prod: 2 nodes · emulated
        [ ] linux/amd64 | native
        [ ] linux/arm/v7 | no emulator
        [ ] linux/arm/v6 | no emulator
        [ ] linux/386 | native
        [ ] linux/ppc64le | no emulator
        [ ] linux/s390x | no emulator
        [ ] linux/riscv64 | no emulator
        [ ] linux/loong64 | no emulator
        [ ] linux/mips64le | no emulator
        [ ] windows/amd64 | no windows node
      > Enter
      pick: Choose Target Platforms — Select the platforms to build for; type to filter or add another
       ›[x] linux/amd64
        [x] linux/arm64
        [ ] linux/arm/v7
        [ ] linux/arm/v6
        [ ] linux/386
        [ ] linux/ppc64le
        [ ] linux/s390x
        [ ] linux/riscv64
        [ ] linux/loong64
        [ ] linux/mips64le
        [ ] windows/amd64
      > Escape
    `);
  });

  it('takes one that is typed, and none that is no platform', async () => {
    person(type('linux'), type('linux/mips64'), enter);
    await select(clusterModel([]), false);
    shows(`
      pick: Choose Target Platforms — Select the platforms to build for; type to filter or add another
       ›[x] linux/amd64
        [x] linux/arm64
        [ ] linux/arm/v7
        [ ] linux/arm/v6
        [ ] linux/386
        [ ] linux/ppc64le
        [ ] linux/s390x
        [ ] linux/riscv64
        [ ] linux/loong64
        [ ] linux/mips64le
        [ ] windows/amd64
      > linux
      pick: Choose Target Platforms — Select the platforms to build for; type to filter or add another
       ›[x] linux/amd64
        [x] linux/arm64
        [ ] linux/arm/v7
        [ ] linux/arm/v6
        [ ] linux/386
        [ ] linux/ppc64le
        [ ] linux/s390x
        [ ] linux/riscv64
        [ ] linux/loong64
        [ ] linux/mips64le
      pick: Choose Target Platforms — Select the platforms to build for; type to filter or add another
       ›[x] linux/amd64
        [x] linux/arm64
        [ ] linux/arm/v7
        [ ] linux/arm/v6
        [ ] linux/386
        [ ] linux/ppc64le
        [ ] linux/s390x
        [ ] linux/riscv64
        [ ] linux/loong64
        [ ] linux/mips64le
        [ ] $(error) linux | several platforms match; select one or keep typing
      > linux/mips64
      pick: Choose Target Platforms — Select the platforms to build for; type to filter or add another
       ›[ ] linux/mips64le
        [ ] linux/mips64
      pick: Choose Target Platforms — Select the platforms to build for; type to filter or add another
        [x] linux/amd64
        [x] linux/arm64
        [ ] linux/arm/v7
        [ ] linux/arm/v6
        [ ] linux/386
        [ ] linux/ppc64le
        [ ] linux/s390x
        [ ] linux/riscv64
        [ ] linux/loong64
       ›[ ] linux/mips64le
        [ ] windows/amd64
        [x] linux/mips64
      > Enter
      setting of the workspace: multiarch.platforms = ["linux/amd64","linux/arm64","linux/mips64"]
      status: Builds in this workspace are now for linux/amd64, linux/arm64, linux/mips64.
    `);
  });

  it('needs one, and writes to each folder that has its own', async () => {
    openFolders('shop', 'site');
    setting({ folder: '/ws/site' }, 'multiarch.platforms', ['linux/386']);
    person(tick(), tick('linux/arm64', 'linux/amd64'));
    await select(prod);
    shows(`
      pick: Choose Target Platforms — Select the platforms to build for; type to filter or add another
       ›[x] linux/arm64 | needed by prod: 2 nodes · emulated
        [ ] linux/amd64 | native
        [ ] linux/arm/v7 | no emulator
        [ ] linux/arm/v6 | no emulator
        [ ] linux/386 | native
        [ ] linux/ppc64le | no emulator
        [ ] linux/s390x | no emulator
        [ ] linux/riscv64 | no emulator
        [ ] linux/loong64 | no emulator
        [ ] linux/mips64le | no emulator
        [ ] windows/amd64 | no windows node
      >
      pick: Choose Target Platforms — Select the platforms to build for; type to filter or add another
       ›[ ] linux/arm64 | needed by prod: 2 nodes · emulated
        [ ] linux/amd64 | native
        [ ] linux/arm/v7 | no emulator
        [ ] linux/arm/v6 | no emulator
        [ ] linux/386 | native
        [ ] linux/ppc64le | no emulator
        [ ] linux/s390x | no emulator
        [ ] linux/riscv64 | no emulator
        [ ] linux/loong64 | no emulator
        [ ] linux/mips64le | no emulator
        [ ] windows/amd64 | no windows node
        [ ] $(error) No platform selected | select at least one platform
      > linux/arm64, linux/amd64
      setting of the workspace: multiarch.platforms = ["linux/arm64","linux/amd64"]
      setting of /ws/site: multiarch.platforms is no more
      status: Builds in this workspace are now for linux/arm64, linux/amd64.
    `);
  });
});
