/** The codes of all failures. The API rejects with them, so they are never renamed. */
export const diagnosisCodes = [
  'dockerNotFound',
  'engineNotRunning',
  'engineAccessDenied',
  'engineLost',
  'buildxMissing',
  'buildxTooOld',
  'builderNotFound',
  'builderFailed',
  'builderLogin',
  'builderCertificate',
  'builderExists',
  'builderInvalid',
  'multiPlatformUnsupported',
  'loadMultiPlatformUnsupported',
  'exporterUnsupported',
  'platformUnsupported',
  'emulatorMissing',
  'emulatorsNotInstalled',
  'baseImageOtherPlatform',
  'programOtherPlatform',
  'scriptNotExecutable',
  'emulatorCrashed',
  'emulatorLimit',
  'cpuLevel',
  'pageSize',
  'libcMismatch',
  'nativeModule',
  'packageLacksPlatform',
  'crossCompiler',
  'baseImageLacksPlatform',
  'baseImageNotFound',
  'contentMissing',
  'registryLoginRequired',
  'registryAccessDenied',
  'registryUnreachable',
  'registryPlainHttp',
  'registryUnknownCertificate',
  'registryCertificateExpired',
  'registryCertificateName',
  'registryRateLimit',
  'registryAnswerWrong',
  'registryQuota',
  'layerTooLarge',
  'tagImmutable',
  'attestationsUnsupported',
  'credentialHelperMissing',
  'credentialHelperFailed',
  'cacheExport',
  'policyDenied',
  'repositoryNotFound',
  'imageNotFound',
  'imageChanged',
  'dockerfileMissing',
  'dockerfileInvalid',
  'contextMissing',
  'contextUnreadable',
  'copyFromMissing',
  'bakeInvalid',
  'bakeAccessDenied',
  'secretMissing',
  'sshAgentMissing',
  'gitFailed',
  'entitlementDenied',
  'tooComplex',
  'diskFull',
  'stepFailed',
  'platformsMissing',
  'platformsLost',
  'bakeNamesImage',
  'severalImages',
  'pushNotWanted',
  'notVerified',
  'kubectlNotFound',
  'kubeconfigInvalid',
  'clusterContextMissing',
  'clusterForbidden',
  'clusterUnreachable',
  'clusterUnauthorized',
  'clusterLoginFailed',
  'clusterCertificate',
  'clusterFailed',
  'helmNotFound',
  'helmFailed',
  'invalidRequest',
  'untrusted',
  'cancelled',
  'unknown',
] as const;
export type DiagnosisCode = (typeof diagnosisCodes)[number];

/** An action for a failure. The user interface shows it as a button; `terminal` and `open` need nothing else. */
export type Remedy =
  /** Create a docker-container builder named `multiarch` and build again with it. */
  | { readonly id: 'createBuilder' }
  /** Set up a builder that knows this registry; `http`: it uses plain HTTP. */
  | { readonly id: 'setUpBuilder'; readonly registry?: string; readonly http?: boolean }
  /** Run this command in a visible terminal. */
  | { readonly id: 'runInTerminal'; readonly purpose: 'login' | 'prune'; readonly command: readonly string[] }
  /** Install emulators for the platform where the builder runs, after a question, and build again. */
  | { readonly id: 'installEmulators'; readonly platform: string }
  | {
      readonly id: 'openLink';
      readonly purpose: 'installDocker' | 'installBuildx' | 'installKubectl' | 'installHelm' | 'learnMore';
      readonly url: string;
    }
  | { readonly id: 'openFile'; readonly file: string; readonly line?: number }
  /** Change the build: its platforms, output, image name or source. */
  | { readonly id: 'editBuild'; readonly part: 'source' | 'platforms' | 'image' | 'output' }
  /** Restore the previous digests of tags: one after the other, each with a question. */
  | { readonly id: 'restoreTags'; readonly tags: readonly { readonly tag: string; readonly digest: string }[] }
  | { readonly id: 'buildAgain' }
  | { readonly id: 'showLog' };

export interface Diagnosis {
  readonly code: DiagnosisCode;
  /**
   * Values for the sentence: `platform`, `found` (the platform that was found instead), `image`, `registry`, `builder`, `node`, `host` (the
   * machine of a builder), `driver`, `context`, `server`, `file`, `path`, `secret`, `step`, `exitCode`, `detail` (the tool's own message),
   * and `reason`, one of a few fixed words that distinguish variants of a code. Untrusted until escaped.
   */
  readonly params: Readonly<Record<string, string>>;
  /** The position in a workspace file, if known; BuildKit's name of the file, and the line counted from 1. */
  readonly location?: { readonly file: string; readonly line: number };
  readonly remedies: readonly Remedy[];
}

/** An error with a diagnosis; the API guarantees its `code`. */
export class DiagnosedError extends Error {
  readonly diagnosis: Diagnosis;
  readonly code: DiagnosisCode;

  constructor(
    diagnosis: Diagnosis,
    message: string = diagnosis.params.detail ?? diagnosis.code,
    options?: { readonly cause: unknown },
  ) {
    super(message, options);
    this.name = 'DiagnosedError';
    this.diagnosis = diagnosis;
    this.code = diagnosis.code;
  }
}

export function isDiagnosedError(error: unknown): error is DiagnosedError {
  return error instanceof Error && error.name === 'DiagnosedError' && 'diagnosis' in error;
}
