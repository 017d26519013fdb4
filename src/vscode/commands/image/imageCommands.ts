import { env, window } from 'vscode';
import type { DiagnosedError } from '../../../domain/diagnosis/diagnosis.ts';
import {
  formatReference,
  parseReference,
  repositoryOf,
  withDigest,
  type ImageReference,
} from '../../../domain/reference.ts';
import { taggedId } from '../../../domain/pinText.ts';
import { workspaceImages, type NamedImage } from '../../../domain/workspaceImages.ts';
import type { InspectedImage } from '../../../domain/image.ts';
import type { Images } from '../../../services/images.ts';
import type { ClusterModel } from '../../clusters/clusterModel.ts';
import { commandIds } from '../../commandIds.ts';
import { askTags } from '../../images/askTags.ts';
import { askImage } from '../../images/askImage.ts';
import { fateOf, missingIn } from '../../images/fate.ts';
import type { ImageList } from '../../images/imageList.ts';
import { pinInFiles } from '../../images/pinInFiles.ts';
import type { ImageModel, KnownImage } from '../../images/imageModel.ts';
import { comparisonReport, inspectionReport, verificationReport } from '../../images/reports.ts';
import { createReadOnlyDocuments } from '../../outcome/readOnlyDocuments.ts';
import { withProgress } from '../../outcome/remedies.ts';
import { plain } from '../../plain.ts';
import { explain as sentences } from '../../texts/diagnosis.ts';
import { imageActionTexts, repairTexts } from '../../texts/images.ts';
import { checkInside, type CheckInsideDeps } from './checkInside.ts';
import { createRepair, type RepairDeps } from './repair.ts';

export interface ImageCommandDeps {
  readonly images: Images;
  readonly inside: CheckInsideDeps;
  /** The tags that a registry has of a repository. */
  readonly tags: (repository: ImageReference, signal?: AbortSignal) => Promise<readonly string[]>;
  readonly explain: (error: unknown) => DiagnosedError;
  readonly model: ImageModel;
  readonly list: ImageList;
  readonly clusters: ClusterModel;
  readonly emulated: () => readonly string[];
  readonly read: (named: NamedImage) => Promise<KnownImage>;
  /** Reads all that the view reads by itself. */
  readonly readAgain: () => void;
  readonly redraw: () => void;
  readonly repair: Omit<RepairDeps, 'showPreview' | 'changed'>;
}

export interface ImageCommands {
  /** Carries out one of `commandIds.image`, for a row of the view or from the palette. */
  readonly run: (command: string, element: unknown) => Promise<void>;
  readonly dispose: () => void;
}

/** What a row of the view tells a command. */
interface Target {
  /** The image in full. */
  readonly id: string;
  /** Of one platform, or of a part. */
  readonly digest?: string;
  readonly platform?: string;
  readonly named?: NamedImage;
}

export function createImageCommands(deps: ImageCommandDeps): ImageCommands {
  const { images, inside, tags, explain, model, list, clusters, emulated, read, readAgain, redraw } = deps;
  const documents = createReadOnlyDocuments('multiarch-image');
  const ids = commandIds.image;

  /** The image of the row, or one that is asked for. */
  async function target(element: unknown, title: string): Promise<string | undefined> {
    return targetOf(element)?.id ?? (await askImage({ title, offered: await list.find() }));
  }

  /** Read now, whatever is known already; what fails rejects. Undefined when it was given up. */
  function inspect(id: string): Promise<InspectedImage | undefined> {
    return withProgress(imageActionTexts.reading(id), (signal) => images.inspect(id, { signal }));
  }

  const repair = createRepair({
    ...deps.repair,
    showPreview: (name, text) => documents.show(`${name}.json`, text),
    changed: async (id) => {
      const named = (await list.find()).find((each) => each.id === id);
      if (named) {
        await read(named);
      }
    },
  });
  const show = (name: string, report: string) => documents.show(`${name}.md`, report);

  const table: Readonly<Record<string, (element: unknown) => Promise<void>>> = {
    async [ids.inspect](element) {
      const id = await target(element, imageActionTexts.inspectTitle());
      const image = id === undefined ? undefined : await inspect(id);
      if (image) {
        await show(image.ref, inspectionReport(image, Date.now(), inside.facts.of));
      }
    },

    async [ids.verify](element) {
      const id = await target(element, imageActionTexts.verifyTitle());
      if (id === undefined) {
        return;
      }
      const answer = await withProgress(imageActionTexts.reading(id), (signal) =>
        Promise.all([images.inspect(id, { signal }), clusters.refresh({ signal })]),
      );
      if (answer) {
        const [image, chosen] = answer;
        const fate = fateOf(image, chosen, emulated());
        await show(image.ref, verificationReport(image, Date.now(), fate, chosen, inside.facts.of));
      }
    },

    async [ids.compare](element) {
      const id = await target(element, imageActionTexts.compareTitle());
      if (id === undefined) {
        return;
      }
      const offered = (await list.find()).filter((named) => named.id !== id);
      const repository = workspaceImages([{ image: id, by: 'added' }])[0]?.repository;
      const other = await askImage({
        title: imageActionTexts.compareTitle(),
        placeholder: imageActionTexts.with(id),
        offered: [
          ...offered.filter((named) => named.repository === repository),
          ...offered.filter((named) => named.repository !== repository),
        ],
      });
      if (other === undefined) {
        return;
      }
      const both = await withProgress(imageActionTexts.reading(`${id}, ${other}`), (signal) =>
        Promise.all([images.inspect(id, { signal }), images.inspect(other, { signal })]),
      );
      if (both) {
        await show(`${id} ${other}`, comparisonReport(...both, Date.now()));
      }
    },

    async [ids.add]() {
      const id = await askImage({ title: imageActionTexts.addTitle(), offered: [] });
      if (id !== undefined) {
        await list.add(id);
        redraw();
      }
    },

    async [ids.addTag](element) {
      const repository = repositoryIn(element) ?? (await target(element, imageActionTexts.addTitle()));
      const parsed = parseReference(repository ?? '');
      if (!parsed.ok) {
        return;
      }
      const { domain, path } = parsed.value;
      const name = repositoryOf(parsed.value);
      const present = (await list.find()).filter((named) => named.repository === name);
      const chosen = await askTags({
        repository: name,
        present: present.flatMap(({ reference }) => reference.tag ?? []),
        list: (signal) => tags({ domain, path }, signal),
        explain: (error) => sentences(explain(error).diagnosis).message,
      });
      for (const tag of chosen ?? []) {
        await list.add(formatReference({ domain, path, tag }));
      }
      if (chosen) {
        redraw();
      }
    },

    async [ids.remove](element) {
      const { id } = targetOf(element) ?? {};
      if (id !== undefined) {
        await list.remove(id);
        redraw();
      }
    },

    async [ids.refresh](element) {
      const { named } = targetOf(element) ?? {};
      if (named) {
        await read(named);
      } else {
        readAgain();
      }
    },

    async [ids.copyPinned](element) {
      const { id, digest } = targetOf(element) ?? {};
      const parsed = parseReference(id ?? '');
      if (!parsed.ok || id === undefined) {
        return;
      }
      const [named] = workspaceImages([{ image: id, by: 'added' }]);
      const pinned = digest ?? (named && model.known(named).image?.digest) ?? (await inspect(id))?.digest;
      if (pinned !== undefined) {
        await copy(formatReference(withDigest(parsed.value, pinned)));
      }
    },

    async [ids.checkInside](element) {
      const { id, digest, platform, named } = targetOf(element) ?? {};
      if (id !== undefined && digest !== undefined && platform !== undefined) {
        await checkInside(inside, id, [{ platform, digest }]);
      } else if (id !== undefined && named) {
        const image = model.known(named).image ?? (await inspect(id));
        await checkInside(inside, id, image?.images.filter(({ size }) => size !== undefined) ?? []);
      }
    },

    async [ids.pinInFiles](element) {
      const { id } = targetOf(element) ?? {};
      const tag = id === undefined ? undefined : taggedId(id);
      // what the tag names now, whatever is known
      const image = tag === undefined ? undefined : await inspect(tag);
      if (tag !== undefined && image) {
        await pinInFiles(tag, image.digest);
        redraw();
      }
    },

    async [ids.copyDigest](element) {
      const { id, digest, named } = targetOf(element) ?? {};
      const wanted =
        digest ??
        (named && model.known(named).image?.digest) ??
        (id === undefined ? undefined : (await inspect(id))?.digest);
      if (wanted !== undefined) {
        await copy(wanted);
      }
    },
  };

  /** The platforms of a row, or all that the clusters miss in its image. */
  const missingOf = (element: unknown): readonly string[] => {
    const { kind, platform } = record(element);
    const { named } = targetOf(element) ?? {};
    const image = named && model.known(named).image;
    return kind === 'missing' && typeof platform === 'string'
      ? [platform]
      : image
        ? missingIn(fateOf(image, clusters.chosen, emulated())).map((each) => each.platform)
        : [];
  };

  const repairs: Readonly<Record<string, (element: unknown) => Promise<void>>> = {
    async [ids.addMissing](element) {
      const { id } = targetOf(element) ?? {};
      const platforms = missingOf(element);
      if (id !== undefined && platforms.length > 0) {
        await repair.addMissing(id, platforms);
      }
    },
    async [ids.drop](element) {
      const { id, platform } = targetOf(element) ?? {};
      if (id !== undefined && platform !== undefined) {
        const { osVersion } = record(record(element).image);
        await repair.drop(id, typeof osVersion === 'string' ? `${platform} ${osVersion}` : platform);
      }
    },
    async [ids.join](element) {
      const id = await target(element, repairTexts.joinTitle());
      const repository = id === undefined ? undefined : workspaceImages([{ image: id, by: 'added' }])[0]?.repository;
      if (id === undefined || repository === undefined) {
        return;
      }
      const offered = (await list.find()).filter((named) => named.repository === repository && named.id !== id);
      if (offered.length === 0) {
        void window.showInformationMessage(repairTexts.joinNone(repository));
        return;
      }
      const ticked = await window.showQuickPick(
        offered.map((named) => ({ label: plain(named.id), named })),
        { canPickMany: true, title: repairTexts.joinTitle(), placeHolder: repairTexts.joinWhich(id) },
      );
      if (ticked && ticked.length > 0) {
        await repair.join(
          id,
          ticked.map(({ named }) => named),
        );
      }
    },
    async [ids.restore](element) {
      const { id } = targetOf(element) ?? {};
      if (id !== undefined) {
        await repair.restore(id);
      }
    },
  };

  return {
    run: async (command, element) => {
      await (table[command] ?? repairs[command])?.(element);
    },
    dispose: documents.dispose,
  };
}

async function copy(text: string): Promise<void> {
  await env.clipboard.writeText(text);
  window.setStatusBarMessage(imageActionTexts.copied(text), 5000);
}

/** A keyboard shortcut can call a command with anything; rows are those of `ImagesElement`. */
function targetOf(element: unknown): Target | undefined {
  const { kind, known, id, image, digest } = record(element);
  switch (kind) {
    case 'image': {
      const named = record(known).named;
      const own = record(named).id;
      return typeof own === 'string' ? { id: own, named: named as NamedImage } : undefined;
    }
    case 'platform': {
      const { digest: own, platform } = record(image);
      return typeof id === 'string' && typeof own === 'string' && typeof platform === 'string'
        ? { id, digest: own, platform }
        : undefined;
    }
    case 'missing':
      return typeof id === 'string' ? { id } : undefined;
    case 'part':
      return typeof id === 'string' && typeof digest === 'string' ? { id, digest } : undefined;
    default:
      return undefined;
  }
}

/** The repository of a row that is one. */
function repositoryIn(element: unknown): string | undefined {
  const { kind, repository } = record(element);
  return kind === 'repository' && typeof repository === 'string' ? repository : undefined;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
