import { safeText, type SafeText } from '../../../../domain/safeText.ts';
import type { Diagnosis, DiagnosisCode } from '../../../../domain/diagnosis/diagnosis.ts';
import { commandLine } from '../../../../tools/process/quote.ts';

export interface Explanation {
  readonly message: SafeText;
  readonly advice?: SafeText;
}

/** The parameters of a diagnosis as text for a sentence. Unknown ones are absent. */
export interface Words {
  readonly platform?: string;
  readonly found?: string;
  readonly image?: string;
  readonly registry?: string;
  readonly builder?: string;
  /** A node of the builder. */
  readonly node?: string;
  /** The machine of a builder or engine. */
  readonly host?: string;
  readonly driver?: string;
  /** From the kubeconfig. */
  readonly context?: string;
  /** The address of an API server. */
  readonly server?: string;
  readonly file?: string;
  readonly path?: string;
  /** Number of further files. */
  readonly others?: string;
  readonly secret?: string;
  /** Of a task. */
  readonly property?: string;
  /** A version. */
  readonly wanted?: string;
  readonly step?: string;
  readonly exitCode?: string;
  readonly detail?: string;
  readonly reason?: string;
  /** Length of a registry's pause. */
  readonly minutes?: string;
  /** The command of the first remedy. */
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

/** Outside text, such as build output. The surrounding sentence adds the period. */
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
