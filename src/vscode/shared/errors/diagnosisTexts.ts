import type { Diagnosis } from '../../../domain/diagnosis/diagnosis.ts';
import { clusterTexts } from './diagnosisTexts/cluster.ts';
import { dockerTexts } from './diagnosisTexts/docker.ts';
import { outcomeTexts } from './diagnosisTexts/outcome.ts';
import { platformTexts } from './diagnosisTexts/platforms.ts';
import { registryTexts } from './diagnosisTexts/registry.ts';
import { sourceTexts } from './diagnosisTexts/sources.ts';
import { stepTexts } from './diagnosisTexts/step.ts';
import { wordsOf, type Explanation, type Texts } from './diagnosisTexts/words.ts';

const texts: Texts = {
  ...dockerTexts,
  ...platformTexts,
  ...stepTexts,
  ...registryTexts,
  ...sourceTexts,
  ...outcomeTexts,
  ...clusterTexts,
};

/** A failure in plain words: one sentence that says what is wrong, and what to do about it where that can be said. */
export function failureText(diagnosis: Diagnosis): Explanation {
  return texts[diagnosis.code](wordsOf(diagnosis));
}
