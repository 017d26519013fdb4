import { isRegistryHost } from '../configFiles/buildkitConfig.ts';
import type { Diagnosis, DiagnosisCode, Remedy } from './diagnosis.ts';
import { links } from './links.ts';
import type { Params } from './rules/rule.ts';

const createBuilder: Remedy = { id: 'createBuilder' };
const buildAgain: Remedy = { id: 'buildAgain' };
const showLog: Remedy = { id: 'showLog' };
const edit = (part: 'source' | 'platforms' | 'image' | 'output'): Remedy => ({ id: 'editBuild', part });
const learnMore = (url: string): Remedy => ({ id: 'openLink', purpose: 'learnMore', url });

type Cure = (
  params: Params,
  location: { readonly file: string; readonly line: number } | undefined,
) => readonly Remedy[];

/** The remedies for each failure, the best first. Never more than fit into a notification. */
const cures: Readonly<Record<DiagnosisCode, Cure>> = {
  dockerNotFound: () => [{ id: 'openLink', purpose: 'installDocker', url: links.installDocker }, buildAgain],
  engineNotRunning: () => [buildAgain, showLog],
  engineAccessDenied: () => [learnMore(links.dockerGroup), showLog],
  engineLost: () => [buildAgain, showLog],
  buildxMissing: () => [{ id: 'openLink', purpose: 'installBuildx', url: links.installBuildx }, buildAgain],
  buildxTooOld: () => [{ id: 'openLink', purpose: 'installBuildx', url: links.installBuildx }, buildAgain],
  builderNotFound: () => [createBuilder, showLog],
  builderFailed: () => [buildAgain, showLog],
  builderLogin: () => [buildAgain, showLog],
  builderCertificate: () => [{ id: 'setUpBuilder' }, showLog],
  builderExists: () => [{ id: 'setUpBuilder' }, showLog],
  builderInvalid: () => [{ id: 'setUpBuilder' }, showLog],
  multiPlatformUnsupported: () => [createBuilder, edit('platforms'), learnMore(links.multiPlatform)],
  loadMultiPlatformUnsupported: () => [edit('output'), edit('platforms'), learnMore(links.containerdStore)],
  exporterUnsupported: ({ driver }) =>
    driver === 'docker' ? [createBuilder, edit('output')] : [edit('output'), learnMore(links.multiPlatform)],
  platformUnsupported: () => [edit('platforms'), learnMore(links.multiPlatform)],
  emulatorMissing: ({ platform }) => [...installEmulators(platform), edit('platforms'), learnMore(links.multiPlatform)],
  baseImageOtherPlatform: (_, location) => [...openFile(location), edit('platforms'), learnMore(links.multiPlatform)],
  programOtherPlatform: (_, location) => [...openFile(location), learnMore(links.multiPlatform)],
  scriptNotExecutable: (_, location) => [...openFile(location), buildAgain],
  emulatorsNotInstalled: () => [learnMore(links.multiPlatform), showLog],
  emulatorCrashed: ({ platform }) => [...installEmulators(platform), edit('platforms'), learnMore(links.multiPlatform)],
  emulatorLimit: ({ platform }) => [edit('platforms'), ...installEmulators(platform), learnMore(links.multiPlatform)],
  cpuLevel: (_, location) => [...openFile(location), edit('platforms'), showLog],
  pageSize: (_, location) => [...openFile(location), edit('platforms'), showLog],
  libcMismatch: (_, location) => [...openFile(location), buildAgain],
  nativeModule: (_, location) => [...openFile(location), learnMore(links.dockerignore), buildAgain],
  packageLacksPlatform: (_, location) => [...openFile(location), edit('platforms'), showLog],
  crossCompiler: (_, location) => [...openFile(location), learnMore(links.multiPlatform), showLog],
  baseImageLacksPlatform: (_, location) => [...openFile(location), edit('platforms')],
  contentMissing: () => [edit('platforms'), showLog],
  baseImageNotFound: ({ registry }, location) => [...openFile(location), ...login(registry)],
  registryLoginRequired: ({ registry, reason }) => [...login(registry), buildAgain, ...otherImage(reason)],
  registryAccessDenied: ({ registry, reason }) => [...login(registry), ...otherImage(reason), showLog],
  // a name that does not resolve rarely does a moment later
  registryUnreachable: ({ reason }) => [...(reason === 'name' ? [edit('image')] : []), buildAgain, showLog],
  registryPlainHttp: ({ driver, registry }) =>
    ownConfig(driver)
      ? [{ id: 'setUpBuilder', ...registryOf(registry), http: true }, learnMore(links.buildkitRegistries), showLog]
      : [learnMore(links.insecureRegistries), showLog],
  registryUnknownCertificate: ({ driver, registry }) =>
    ownConfig(driver)
      ? [{ id: 'setUpBuilder', ...registryOf(registry) }, learnMore(links.buildkitRegistries), showLog]
      : [learnMore(links.registryCertificates), showLog],
  registryCertificateExpired: () => [buildAgain, showLog],
  registryCertificateName: () => [edit('image'), showLog],
  registryQuota: () => [edit('image'), buildAgain, showLog],
  layerTooLarge: (_, location) => [...openFile(location), edit('image'), showLog],
  tagImmutable: () => [edit('image'), showLog],
  attestationsUnsupported: () => [learnMore(links.attestations), showLog],
  credentialHelperMissing: () => [learnMore(links.credentialStores), showLog],
  credentialHelperFailed: ({ registry }) => [...login(registry), learnMore(links.credentialStores), showLog],
  cacheExport: () => [buildAgain, learnMore(links.cacheBackends), showLog],
  policyDenied: () => [learnMore(links.policies), showLog],
  registryRateLimit: ({ registry }) => [...login(registry), buildAgain, learnMore(links.pullLimits)],
  registryAnswerWrong: () => [showLog],
  repositoryNotFound: ({ reason }) => [...otherImage(reason), buildAgain, showLog],
  imageNotFound: () => [edit('image'), showLog],
  imageChanged: () => [],
  dockerfileMissing: () => [edit('source')],
  dockerfileInvalid: ({ reason }, location) =>
    reason === 'stage' ? [edit('source')] : [...openFile(location), buildAgain],
  contextMissing: ({ path }, location) =>
    path === undefined ? [...openFile(location), edit('source')] : [edit('source')],
  contextUnreadable: (_, location) => [...openFile(location), learnMore(links.dockerignore), buildAgain],
  copyFromMissing: (_, location) => [...openFile(location), buildAgain],
  bakeInvalid: (_, location) => [...openFile(location), edit('source')],
  bakeAccessDenied: () => [learnMore(links.bakeAllow), showLog],
  secretMissing: (_, location) => [...openFile(location), learnMore(links.buildSecrets)],
  sshAgentMissing: () => [learnMore(links.buildSecrets), buildAgain],
  gitFailed: () => [edit('source'), buildAgain, showLog],
  entitlementDenied: () => [{ id: 'setUpBuilder' }, learnMore(links.entitlements), showLog],
  tooComplex: ({ path }) => [...(path === undefined ? [] : [{ id: 'openFile', file: path } as const]), showLog],
  diskFull: ({ reason, builder }) =>
    reason === 'destination' ? [edit('output'), buildAgain] : [prune(builder), buildAgain],
  stepFailed: (_, location) => [...openFile(location), buildAgain],
  platformsLost: () => [edit('image'), edit('platforms'), showLog],
  bakeNamesImage: () => [edit('source'), showLog],
  severalImages: () => [edit('source'), edit('image')],
  pushNotWanted: () => [edit('output'), showLog],
  platformsMissing: () => [buildAgain, showLog],
  notVerified: () => [showLog],
  kubectlNotFound: () => [{ id: 'openLink', purpose: 'installKubectl', url: links.installKubectl }, showLog],
  kubeconfigInvalid: ({ file }) => [...(file === undefined ? [] : [{ id: 'openFile', file } as const]), showLog],
  clusterContextMissing: () => [showLog],
  clusterForbidden: () => [showLog],
  clusterUnreachable: () => [showLog],
  clusterUnauthorized: () => [showLog],
  clusterLoginFailed: () => [showLog],
  clusterCertificate: () => [showLog],
  clusterFailed: () => [showLog],
  helmNotFound: () => [{ id: 'openLink', purpose: 'installHelm', url: links.installHelm }, showLog],
  helmFailed: ({ reason }) => [...(reason === 'dependencies' ? [learnMore(links.helmDependencies)] : []), showLog],
  invalidRequest: ({ reason }) => [edit(partOf(reason)), showLog],
  untrusted: () => [],
  cancelled: () => [],
  unknown: () => [showLog, buildAgain],
};

/** A diagnosis without evidence: its creator knows what is wrong. */
export function diagnosisOf(code: DiagnosisCode, params: Params = {}): Diagnosis {
  return { code, params, remedies: remediesFor(code, params) };
}

export function remediesFor(
  code: DiagnosisCode,
  params: Params,
  location?: { readonly file: string; readonly line: number },
): readonly Remedy[] {
  return cures[code](params, location);
}

function openFile(location: { readonly file: string; readonly line: number } | undefined): Remedy[] {
  return location ? [{ id: 'openFile', ...location }] : [];
}

/** The platform comes from untrusted text, so it must be one that emulators can be installed for. */
function installEmulators(platform: string | undefined): Remedy[] {
  return platform !== undefined && /^linux\/[a-z0-9]{1,20}(?:\/v\d)?$/.test(platform)
    ? [{ id: 'installEmulators', platform }]
    : [];
}

/** `docker login` without a name means Docker Hub. A registry's name comes from untrusted text, so it must be valid. */
function login(registry: string | undefined): Remedy[] {
  if (registry === undefined || !/^[A-Za-z0-9[][\w.:[\]-]{0,259}$/.test(registry)) {
    return [];
  }
  const name = registry === 'docker.io' ? [] : [registry];
  return [{ id: 'runInTerminal', purpose: 'login', command: ['docker', 'login', ...name] }];
}

function prune(builder: string | undefined): Remedy {
  const name = builder !== undefined && /^[A-Za-z0-9][\w.+-]*$/.test(builder) ? ['--builder', builder] : [];
  return { id: 'runInTerminal', purpose: 'prune', command: ['docker', 'buildx', 'prune', ...name] };
}

function otherImage(reason: string | undefined): Remedy[] {
  return reason === 'push' || reason === 'namespace' ? [edit('image')] : [];
}

/** A registry's name comes from untrusted text, so it must be valid. */
function registryOf(registry: string | undefined): { readonly registry?: string } {
  return registry !== undefined && isRegistryHost(registry) ? { registry } : {};
}

/** Builders other than the engine's own read their registries from a buildkitd.toml. */
function ownConfig(driver: string | undefined): boolean {
  return driver !== undefined && driver !== 'docker';
}

function partOf(reason: string | undefined): 'source' | 'platforms' | 'image' | 'output' {
  return reason === 'twice'
    ? 'output'
    : reason === 'platforms' || reason === 'image' || reason === 'output'
      ? reason
      : 'source';
}
