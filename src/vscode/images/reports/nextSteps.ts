import { missingIn } from '../../../domain/coverage/imageFate.ts';
import type { Coverage } from '../../../domain/cluster/coverage.ts';
import type { InspectedImage } from '../../../domain/image/describe.ts';
import { taggedId } from '../../../domain/sources/manifests/pinText.ts';
import { commandIds } from '../../commandIds.ts';
import type { NextStep } from '../../shared/report/report.ts';
import { reported } from '../commands/targets.ts';
import { reportTexts } from '../texts/reports.ts';

type Image = Pick<InspectedImage, 'ref' | 'digest'>;

/** Adds what the clusters need, if a tag can be changed. */
export function repair({ ref }: Image, coverage: Coverage): readonly NextStep[] {
  const platforms = missingIn(coverage).map(({ platform }) => platform);
  return platforms.length > 0 && taggedId(ref) !== undefined
    ? [
        {
          label: reportTexts.next.addMissing(),
          command: commandIds.image.addMissing,
          argument: reported(ref, { platforms }),
        },
      ]
    : [];
}

export const verify = ({ ref }: Image): NextStep => ({
  label: reportTexts.next.verify(),
  command: commandIds.image.verify,
  argument: reported(ref),
});
export const check = (image: Image): NextStep => ({ ...verify(image), label: reportTexts.next.check() });
export const compare = ({ ref }: Image): NextStep => ({
  label: reportTexts.next.compare(),
  command: commandIds.image.compare,
  argument: reported(ref),
});
export const restart = ({ ref }: Image): NextStep => ({
  label: reportTexts.next.restart(),
  command: commandIds.image.restart,
  argument: { id: ref },
});
export const manifest = ({ ref, digest }: Image): NextStep => ({
  label: reportTexts.next.manifest(),
  command: commandIds.image.showManifest,
  argument: reported(ref.includes('@') ? ref : `${ref}@${digest}`),
});
export const copy = (): NextStep => ({ label: reportTexts.next.copy(), command: commandIds.image.copyReport });
