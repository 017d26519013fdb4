import type { KubeContext } from '../../../domain/configFiles/kubeConfig.ts';
import type { PemProblem } from '../../../services/builders/pemFiles.ts';

/** What the wizards that make builders and nodes want to know. Nothing of it rejects but for an aborted signal. */
export interface SetUpQuestions {
  /** Names of builders and Docker contexts, which a new builder cannot have. */
  taken(): Promise<readonly string[]>;
  /** Names of Docker contexts. */
  contexts(): Promise<readonly string[]>;
  /** Hosts that the user's SSH configuration names. */
  sshHosts(): Promise<readonly string[]>;
  /** The Kubernetes context in use. No cluster is contacted. */
  cluster(): Promise<KubeContext | undefined>;
  /** Whether the Buildx that is there has the cloud driver. */
  cloud(): Promise<boolean>;
  /** The platform of the engine at a Docker context or address; nothing where it does not answer in time. */
  enginePlatform(endpoint: string): Promise<string | undefined>;
  pemProblem(file: string, kind: 'certificate' | 'key'): Promise<PemProblem | undefined>;
  /** Lets a person choose a file; resolves to its path on disk. */
  pickFile(title: string): Promise<string | undefined>;
  copy(text: string): Promise<void>;
}
