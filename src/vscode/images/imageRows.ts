import { CancellationTokenSource, commands, workspace } from 'vscode';
import type { DiagnosedError } from '../../domain/diagnosis/diagnosis.ts';
import type { NamedImage } from '../../domain/sources/manifests/workspaceImages.ts';
import type { Images } from '../../services/images/images.ts';
import type { LocalImages } from '../../services/images/localImages.ts';
import type { ImageVerdicts } from '../targets/imageVerdicts.ts';
import { failureText } from '../shared/errors/diagnosisTexts.ts';
import type { Item } from '../shared/tree/item.ts';
import type { WorkloadsUi } from '../workloads/workloadsUi.ts';
import type { ImageReads } from './imageReads.ts';
import type { ImageList, ListedImages } from './model/imageList.ts';
import type { ImageModel } from './model/imageModel.ts';
import type { KnownFacts } from './model/platformFacts.ts';
import {
  engineChildren,
  filesLeft,
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
  readonly verdicts: ImageVerdicts;
  readonly workloads: Pick<WorkloadsUi, 'rowFor' | 'children'>;
  readonly explain: (error: unknown) => DiagnosedError;
  /** Redraws the view. */
  readonly redraw: () => void;
}

/** The rows of the view for the current information. */
export interface ImageRows {
  readonly children: (element: ImagesElement | undefined) => Promise<ImagesElement[]>;
  readonly item: (element: ImagesElement) => Item;
  /** The images with a row. */
  readonly images: () => readonly NamedImage[];
  /** New information about the image with this id. */
  readonly changed: (id: string) => void;
  /** New information about all images. */
  readonly allChanged: () => void;
  /** The workspace may reference other images. This searches files, so it is not called for every change of a row. */
  readonly searchAgain: () => void;
  readonly dispose: () => void;
}

export function createImageRows(deps: ImageRowsDeps): ImageRows {
  const { images, local, model, reads, list, facts, verdicts, workloads, explain, redraw } = deps;
  /** The images that the workspace references; those of the first files, while the others are read for the first time. */
  let listed: Promise<ListedImages> | undefined;
  let stop = new CancellationTokenSource();
  let isKnown = false;
  let isEmpty: boolean | undefined;
  let shown: readonly NamedImage[] = [];
  /** The elements of images, computed once between two changes. */
  const elements = new Map<string, ImageElement>();

  function elementOf(named: NamedImage): ImageElement {
    const made = elements.get(named.id) ?? imageElement(model.known(named), { verdicts, factsOf: facts.of });
    elements.set(named.id, made);
    return made;
  }

  function search(): Promise<ListedImages> {
    const { token } = stop;
    return new Promise((resolve, reject) => {
      let isShown = false;
      function report(found: ListedImages): void {
        if (token.isCancellationRequested) {
          return;
        }
        if (isShown) {
          listed = Promise.resolve(found);
          redraw();
        }
        isShown = true;
        resolve(found);
      }
      const part = (soFar: ListedImages) => {
        // later, the former images are better than some of them
        if (!isKnown) {
          report(soFar);
        }
      };
      list.search(part, token).then((found) => {
        isKnown = isKnown || !token.isCancellationRequested;
        report(found);
        resolve(found);
      }, reject);
    });
  }

  /** The condition of the welcome text, which VS Code would also show while files are searched. */
  async function tellWelcome(empty: boolean): Promise<void> {
    if (empty !== isEmpty) {
      isEmpty = empty;
      await commands.executeCommand('setContext', 'multiarch.images', empty ? 'none' : 'shown');
    }
  }

  async function roots(): Promise<ImagesElement[]> {
    if (!workspace.isTrusted) {
      return [];
    }
    listed ??= search();
    const asked = listed;
    const { images: found, files } = await asked;
    if (asked !== listed) {
      // files were changed meanwhile, or more of them were read
      return roots();
    }
    reads.readUnasked(found);
    shown = found;
    const rows = [...rootsOf(found, elementOf), ...filesLeft(files)];
    await tellWelcome(rows.length === 0);
    return rows;
  }

  async function belowImage({ known: { named } }: ImageElement): Promise<ImagesElement[]> {
    // the image of another party is read when it is displayed, because registries limit reads
    await reads.known(named);
    const context = await local.context();
    const below = imageChildren(elementOf(named), facts.of).map((row) =>
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
      case 'use':
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

  /** Its configuration has the creation time of a single-platform image: this takes one more request, made on display. */
  async function learnAge(id: string, digest: string): Promise<void> {
    const created = await images.created(id, digest).catch(() => undefined);
    if (created !== undefined) {
      // requested again if it cannot be stored
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
      stop.cancel();
      stop = new CancellationTokenSource();
      listed = undefined;
      elements.clear();
    },
    dispose: () => {
      stop.cancel();
    },
  };
}
