/** Every failure that the product knows by name. The API rejects with these, so they are never renamed. */
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
  'invalidRequest',
  'untrusted',
  'cancelled',
  'unknown',
] as const;
export type DiagnosisCode = (typeof diagnosisCodes)[number];

/** Something that can be done about a failure. The user interface makes a button of it; `terminal` and `open` need nothing more. */
export type Remedy =
  /** Make a docker-container builder named `multiarch` and build again with it. */
  | { readonly id: 'createBuilder' }
  /** Set up a builder, with this registry known to it; `http`: it speaks plain http. */
  | { readonly id: 'setUpBuilder'; readonly registry?: string; readonly http?: boolean }
  /** Run this command in a terminal, in front of the user. */
  | { readonly id: 'runInTerminal'; readonly purpose: 'login' | 'prune'; readonly command: readonly string[] }
  /** Install emulators for the platform where the builder runs, having asked, and build again. */
  | { readonly id: 'installEmulators'; readonly platform: string }
  | {
      readonly id: 'openLink';
      readonly purpose: 'installDocker' | 'installBuildx' | 'installKubectl' | 'learnMore';
      readonly url: string;
    }
  | { readonly id: 'openFile'; readonly file: string; readonly line?: number }
  /** Change what is built: the platforms, the output, the image name or the source. */
  | { readonly id: 'editBuild'; readonly part: 'source' | 'platforms' | 'image' | 'output' }
  /** Make tags name again what they named before a push: one after the other, each with a question. */
  | { readonly id: 'restoreTags'; readonly tags: readonly { readonly tag: string; readonly digest: string }[] }
  | { readonly id: 'buildAgain' }
  | { readonly id: 'showLog' };

export interface Diagnosis {
  readonly code: DiagnosisCode;
  /**
   * Words to put into the sentence: `platform`, `found` (the platform that was found instead), `image`, `registry`,
   * `builder`, `node`, `host` (the machine of a builder), `driver`, `context`, `server`, `file`, `path`, `secret`, `step`, `exitCode`, `detail` (the tool's own words), and `reason`, one
   * of a few fixed words that tell variants of a code apart. Hostile until escaped.
   */
  readonly params: Readonly<Record<string, string>>;
  /** Where in a file of the workspace, if that is known; the file as BuildKit names it, the line counted from 1. */
  readonly location?: { readonly file: string; readonly line: number };
  readonly remedies: readonly Remedy[];
}

/** The error that carries a diagnosis; its `code` is what the API promises. */
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
