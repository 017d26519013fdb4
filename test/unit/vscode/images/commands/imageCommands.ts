import { DiagnosedError } from '../../../../../src/domain/diagnosis/diagnosis.ts';
import { diagnosisOf } from '../../../../../src/domain/diagnosis/remedies.ts';
import type { InspectedImage } from '../../../../../src/domain/image/describe.ts';
import type { NamedImage } from '../../../../../src/domain/sources/manifests/workspaceImages.ts';
import { diagnoseError } from '../../../../../src/services/diagnoseError.ts';
import type { ImageCommandDeps } from '../../../../../src/vscode/images/commands/context.ts';
import { createImageCommands, type ImageCommands } from '../../../../../src/vscode/images/commands/imageCommands.ts';
import type { RepairDeps } from '../../../../../src/vscode/images/repair/repair.ts';
import type { KnownImage } from '../../../../../src/vscode/images/model/imageModel.ts';
import { createPlatformFacts } from '../../../../../src/vscode/images/model/platformFacts.ts';
import { clusterModel, workloadUses } from '../../../../support/sampleClusters.ts';
import { named } from '../../../../support/sampleImages.ts';
import type { Insides } from '../../../../../src/services/insides/insides.ts';
import { createImageVerdicts } from '../../../../../src/vscode/targets/imageVerdicts.ts';
import { stub } from '../../../../support/stub.ts';
import { memento } from '../../../../support/vscode/memento.ts';
import { see } from '../../../../support/vscode/session.ts';

let former: ImageCommands | undefined;

/** The image commands with a registry that has these, and a view that lists them. */
export function imageCommands(images: readonly InspectedImage[], own: Partial<ImageCommandDeps> = {}): ImageCommands {
  former?.dispose();
  const byId = new Map(images.map((image) => [image.ref, image]));
  const listed: NamedImage[] = images.map(({ ref }) => named(ref));
  const known = (of: NamedImage, image = byId.get(of.id)): KnownImage => ({
    named: of,
    image,
    at: image && 0,
    reading: false,
    overtaken: false,
    error: undefined,
  });
  const read = (of: NamedImage) => {
    see(`view reads: ${of.id}`);
    return Promise.resolve(known(of));
  };
  const inspect = (id: string): Promise<InspectedImage> => {
    const image = byId.get(id);
    return image
      ? Promise.resolve(image)
      : Promise.reject(new DiagnosedError(diagnosisOf('imageNotFound', { image: id })));
  };
  const { clusters = clusterModel([]) } = own;
  former = createImageCommands({
    images: stub('Images', { inspect }),
    inside: { insides: stub<Insides>('Insides', {}), facts: createPlatformFacts(memento()) },
    tags: () => Promise.reject(new Error('no tags')),
    explain: diagnoseError,
    model: stub('ImageModel', { known }),
    list: {
      find: () => Promise.resolve(listed),
      search: () => Promise.reject(new Error('only the view searches')),
      add: (id) => {
        see(`added: ${id}`);
        return Promise.resolve();
      },
      remove: (id) => {
        see(`removed: ${id}`);
        return Promise.resolve();
      },
    },
    files: stub('WorkspaceSources', {}),
    clusters,
    verdicts: createImageVerdicts({ placedFor: () => clusters.chosen }, workloadUses(), () => ({ emulated: [] })),
    usedInClusters: () => true,
    read,
    readAgain: (of) => {
      see(`reads again: ${of?.id ?? 'all'}`);
      return Promise.resolve();
    },
    redraw: () => {
      see('redraws');
    },
    readUses: () => {
      see('reads uses');
      return Promise.resolve();
    },
    repair: stub<Omit<RepairDeps, 'compare' | 'changed'>>('RepairDeps', {
      images: stub('Images', {}),
      indexEdits: stub('IndexEdits', {}),
      former: stub('FormerDigests', {}),
      flow: stub('BuildFlow', {}),
      memory: stub('BuildMemory', {}),
    }),
    ...own,
  });
  return former;
}

/** The row of an image in the view. */
export const imageRow = (image: InspectedImage) => ({ kind: 'image', known: { named: named(image.ref) } });
/** The row of one of its platforms. */
export const platformRow = (image: InspectedImage, platform: string) => ({
  kind: 'platform',
  id: image.ref,
  image: image.images.find((each) => each.platform === platform),
});
