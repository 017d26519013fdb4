import { workspace } from 'vscode';
import type { DiagnosedError } from '../../domain/diagnosis/diagnosis.ts';
import type { NamedImage } from '../../domain/sources/manifests/workspaceImages.ts';
import type { Images } from '../../services/images/images.ts';
import type { LocalImages } from '../../services/images/localImages.ts';
import type { ClusterModel } from '../targets/clusters/clusterModel.ts';
import { failureText } from '../shared/errors/diagnosisTexts.ts';
import type { Item } from '../shared/tree/item.ts';
import type { WorkloadsUi } from '../workloads/workloadsUi.ts';
import type { ImageReads } from './imageReads.ts';
import type { ImageList } from './model/imageList.ts';
import type { ImageModel } from './model/imageModel.ts';
import type { KnownFacts } from './model/platformFacts.ts';
import {
  engineChildren,
  imageChildren,
  imageElement,
  otherChildren,
  platformChildren,
  rootsOf,
} from './view/children.ts';
import type { ImageElement, ImagesElement } from './view/elements.ts';
import { itemOf } from './view/items/itemOf.ts';

export interface ImageRowsDeps {
  readonly images: Pick<Images, 'contents' | 'created'>;
  readonly local: LocalImages;
  readonly model: ImageModel;
  readonly reads: ImageReads;
  readonly list: ImageList;
  readonly facts: KnownFacts;
  readonly clusters: ClusterModel;
  /** What the engine of the builder in use runs by emulation. */
  readonly emulated: () => readonly string[];
  readonly workloads: Pick<WorkloadsUi, 'rowFor' | 'children'>;
  readonly explain: (error: unknown) => DiagnosedError;
}

/** The rows of the view, out of what is known at the moment. */
export interface ImageRows {
  readonly children: (element: ImagesElement | undefined) => Promise<ImagesElement[]>;
  readonly item: (element: ImagesElement) => Item;
  /** The images that have a row. */
  readonly images: () => readonly NamedImage[];
  /** Something else is known of the image of this id. */
  readonly changed: (id: string) => void;
  /** Something else is known of all images. */
  readonly allChanged: () => void;
  /** The workspace may name other images; files are searched for them, which not every change of a row is worth. */
  readonly searchAgain: () => void;
}

export function createImageRows(deps: ImageRowsDeps): ImageRows {
  const { images, local, model, reads, list, facts, clusters, emulated, workloads, explain } = deps;
  /** What the workspace names. */
  let listed: Promise<readonly NamedImage[]> | undefined;
  let shown: readonly NamedImage[] = [];
  /** The elements of images, made once for all who ask between two changes. */
  const elements = new Map<string, ImageElement>();

  function elementOf(named: NamedImage): ImageElement {
    const made =
      elements.get(named.id) ??
      imageElement(model.known(named), { chosen: clusters.chosen, emulated: emulated(), factsOf: facts.of });
    elements.set(named.id, made);
    return made;
  }

  async function roots(): Promise<ImagesElement[]> {
    if (!workspace.isTrusted) {
      return [];
    }
    listed ??= list.find();
    const found = await listed;
    reads.readUnasked(found);
    shown = found;
    return [...rootsOf(found, elementOf)];
  }

  async function belowImage({ known: { named } }: ImageElement): Promise<ImagesElement[]> {
    // one of somebody else is read when somebody looks at it: registries count that
    await reads.known(named);
    const context = await local.context();
    const below = imageChildren(elementOf(named), clusters.chosen, facts.of).map((row) =>
      row.kind === 'engine' && context !== undefined ? { ...row, context } : row,
    );
    return [...below, ...workloads.rowFor(named)];
  }

  async function children(element: ImagesElement | undefined): Promise<ImagesElement[]> {
    switch (element?.kind) {
      case undefined:
        return roots();
      case 'repository':
        return [...element.images];
      case 'image':
        return belowImage(element);
      case 'platform':
        return orMessage(async () => {
          const { id, image } = element;
          const contents = await images.contents(id, image.digest);
          void learnAge(id, image.digest);
          return [...platformChildren(element, contents)];
        });
      case 'engine':
        return orMessage(async () => [...engineChildren(element.id, await local.read(element.id, element.image))]);
      case 'others':
        return otherChildren(element.id, element.entries);
      case 'inClusters':
      case 'workload':
      case 'pod':
        return [...(await workloads.children(element))];
      case 'missing':
      case 'part':
      case 'message':
        return [];
    }
  }

  async function orMessage(rows: () => Promise<ImagesElement[]>): Promise<ImagesElement[]> {
    try {
      return await rows();
    } catch (error) {
      return [{ kind: 'message', text: failureText(explain(error).diagnosis).message, icon: 'error' }];
    }
  }

  /** Its configuration says when the image of a platform was made: one more request, for who looks at it. */
  async function learnAge(id: string, digest: string): Promise<void> {
    const created = await images.created(id, digest).catch(() => undefined);
    if (created !== undefined) {
      // what cannot be kept is asked for again
      await facts.add(digest, { created }).catch(() => undefined);
    }
  }

  return {
    children,
    item: (element) => itemOf(element.kind === 'image' ? elementOf(element.known.named) : element, Date.now()),
    images: () => shown,
    changed: (id) => {
      elements.delete(id);
    },
    allChanged: () => {
      elements.clear();
    },
    searchAgain: () => {
      listed = undefined;
      elements.clear();
    },
  };
}
