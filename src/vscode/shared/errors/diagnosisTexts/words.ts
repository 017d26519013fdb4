import { safeText, type SafeText } from '../../../../domain/safeText.ts';
import type { Diagnosis, DiagnosisCode } from '../../../../domain/diagnosis/diagnosis.ts';
import { commandLine } from '../../../../tools/process/quote.ts';

export interface Explanation {
  readonly message: SafeText;
  readonly advice?: SafeText;
}

/** The parameters of a diagnosis, fit for a sentence. Those that are not known are missing. */
export interface Words {
  readonly platform?: string;
  readonly found?: string;
  readonly image?: string;
  readonly registry?: string;
  readonly builder?: string;
  /** One of the builder's nodes. */
  readonly node?: string;
  /** The machine that a builder or an engine is on. */
  readonly host?: string;
  readonly driver?: string;
  /** Of the kubeconfig. */
  readonly context?: string;
  /** The address of an API server. */
  readonly server?: string;
  readonly file?: string;
  readonly path?: string;
  /** How many files more. */
  readonly others?: string;
  readonly secret?: string;
  readonly step?: string;
  readonly exitCode?: string;
  readonly detail?: string;
  readonly reason?: string;
  /** That a registry wants to be left alone. */
  readonly minutes?: string;
  /** The command that the first remedy would run. */
  readonly command?: string;
}

type Text = (words: Words) => Explanation;
export type Texts = Readonly<Record<DiagnosisCode, Text>>;

const longestStep = 80;

export function wordsOf({ params, remedies }: Diagnosis): Words {
  const remedy = remedies.find(({ id }) => id === 'runInTerminal');
  const words = Object.fromEntries(
    Object.entries(params)
      .map(([name, value]) => [name, spoken(name, value)] as const)
      .filter(([, value]) => value !== ''),
  );
  return { ...words, ...(remedy && 'command' in remedy && { command: commandLine(remedy.command) }) };
}

/** Text from elsewhere, such as a build. The sentence around it brings the full stop. */
function spoken(name: string, value: string): string {
  const plain = safeText(value);
  switch (name) {
    case 'detail':
      return plain.replace(/[\s.,:;!?…]{1,20}$/, '');
    case 'step':
      return plain.length > longestStep ? `${plain.slice(0, longestStep - 1)}…` : plain;
    default:
      return plain;
  }
}
