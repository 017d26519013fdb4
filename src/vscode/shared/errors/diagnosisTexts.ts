import type { Diagnosis } from '../../../domain/diagnosis/diagnosis.ts';
import { accessTexts } from './diagnosisTexts/access.ts';
import { certificateTexts } from './diagnosisTexts/certificates.ts';
import { clusterTexts } from './diagnosisTexts/cluster.ts';
import { dockerTexts } from './diagnosisTexts/docker.ts';
import { helmTexts } from './diagnosisTexts/helm.ts';
import { outcomeTexts } from './diagnosisTexts/outcome.ts';
import { platformTexts } from './diagnosisTexts/platforms.ts';
import { programTexts } from './diagnosisTexts/programs.ts';
import { refusalTexts } from './diagnosisTexts/refusals.ts';
import { registryTexts } from './diagnosisTexts/registry.ts';
import { remoteTexts } from './diagnosisTexts/remote.ts';
import { sourceTexts } from './diagnosisTexts/sources.ts';
import { stepTexts } from './diagnosisTexts/step.ts';
import { wordsOf, type Explanation, type Texts } from './diagnosisTexts/words.ts';

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
  ...helmTexts,
};

/** The message of a failure: a sentence that says what is wrong, and advice if there is any. */
export function failureText(diagnosis: Diagnosis): Explanation {
  return texts[diagnosis.code](wordsOf(diagnosis));
}
