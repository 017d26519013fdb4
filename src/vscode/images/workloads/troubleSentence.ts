import { safeText, type SafeText } from '../../../domain/safeText.ts';
import type { ContainerTrouble } from '../../../domain/workload/trouble.ts';
import type { Pod } from '../../../domain/workload/workload.ts';
import { workloadActionTexts as texts } from '../../texts/workloads.ts';

/** Why a new pod does not come up, as a sentence; the words of runtimes and programs are cleaned and cut. */
export function troubleSentence({ name }: Pod, { kind, reason, message }: ContainerTrouble): SafeText {
  const words = safeText(message, 300);
  switch (kind) {
    case 'noPlatform':
      return texts.noPlatform(name);
    case 'foreignProgram':
      return texts.foreign(name);
    case 'script':
      return texts.script(name);
    case 'notPulled':
      return texts.notPulled(name, words);
    case 'crashes':
      return texts.crashes(name, words);
    case 'unschedulable':
      return texts.unschedulable(name, words);
    case 'other':
      return texts.notStarting(name, safeText(reason, 100), words);
  }
}
