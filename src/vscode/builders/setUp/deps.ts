import type { KubeContext } from '../../../domain/configFiles/kubeConfig.ts';
import type { PemProblem } from '../../../services/builders/pemFiles.ts';

/** Information for the wizards that create builders and nodes. Rejects only if the signal is aborted. */
export interface SetUpQuestions {
  /** Names of builders and Docker contexts, which are taken. */
  taken(): Promise<readonly string[]>;
  /** Names of Docker contexts. */
  contexts(): Promise<readonly string[]>;
  /** Hosts in the user's SSH configuration. */
  sshHosts(): Promise<readonly string[]>;
  /** The current Kubernetes context. Contacts no cluster. */
  cluster(): Promise<KubeContext | undefined>;
  /** Whether the installed Buildx has the cloud driver. */
  cloud(): Promise<boolean>;
  /** The platform of the engine at a Docker context or address; undefined if it does not respond in time. */
  enginePlatform(endpoint: string): Promise<string | undefined>;
  pemProblem(file: string, kind: 'certificate' | 'key'): Promise<PemProblem | undefined>;
  /** Lets the user select a file; resolves to its path on disk. */
  pickFile(title: string): Promise<string | undefined>;
  copy(text: string): Promise<void>;
}
