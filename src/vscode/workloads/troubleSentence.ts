import { safeText, type SafeText } from '../../domain/safeText.ts';
import type { ContainerTrouble } from '../../domain/workload/trouble.ts';
import type { Pod } from '../../domain/workload/workload.ts';
import { workloadActionTexts as texts } from './texts.ts';

/** Why a new pod does not start, as a sentence; messages of runtimes and programs are made safe and shortened. */
export function troubleSentence({ name }: Pod, { kind, reason, message, maybeScript }: ContainerTrouble): SafeText {
  const words = safeText(message, 300);
  switch (kind) {
    case 'noPlatform':
      return texts.noPlatform(name);
    case 'foreignProgram':
      return maybeScript ? texts.foreignOrScript(name) : texts.foreign(name);
    case 'script':
      return texts.script(name);
    case 'cpuLevel':
      return texts.cpuLevel(name, words);
    case 'emulatorCrashed':
      return texts.emulatorCrashed(name, words);
    case 'pageSize':
      return texts.pageSize(name, words);
    case 'libcMismatch':
      return texts.libcMismatch(name, words);
    case 'nativeModule':
      return texts.nativeModule(name, words);
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
