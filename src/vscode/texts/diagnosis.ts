import type { Diagnosis } from '../../domain/diagnosis/diagnosis.ts';
import { accessTexts } from './diagnosis/access.ts';
import { certificateTexts } from './diagnosis/certificates.ts';
import { clusterTexts } from './diagnosis/cluster.ts';
import { dockerTexts } from './diagnosis/docker.ts';
import { outcomeTexts } from './diagnosis/outcome.ts';
import { platformTexts } from './diagnosis/platforms.ts';
import { programTexts } from './diagnosis/programs.ts';
import { refusalTexts } from './diagnosis/refusals.ts';
import { registryTexts } from './diagnosis/registry.ts';
import { remoteTexts } from './diagnosis/remote.ts';
import { sourceTexts } from './diagnosis/sources.ts';
import { stepTexts } from './diagnosis/step.ts';
import { wordsOf, type Explanation, type Texts } from './diagnosis/words.ts';

const texts: Texts = {
  ...dockerTexts,
  ...remoteTexts,
  ...platformTexts,
  ...programTexts,
  ...stepTexts,
  ...registryTexts,
  ...certificateTexts,
  ...refusalTexts,
  ...sourceTexts,
  ...accessTexts,
  ...outcomeTexts,
  ...clusterTexts,
};

/** A failure in plain words: one sentence that says what is wrong, and what to do about it where that can be said. */
export function explain(diagnosis: Diagnosis): Explanation {
  return texts[diagnosis.code](wordsOf(diagnosis));
}
