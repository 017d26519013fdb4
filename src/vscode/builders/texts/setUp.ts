import { longestPiece, safeText, type SafeText } from '../../../domain/safeText.ts';
import type { BuilderProblem, Driver } from '../../../domain/builder/plan.ts';
import type { PemProblem } from '../../../services/builders/pemFiles.ts';
import { l10n } from '../../shared/l10n.ts';

/** A driver, in a few words. */
export function driverText(driver: Driver): SafeText {
  switch (driver) {
    case 'docker-container':
      return l10n.t('on one of your Docker engines');
    case 'kubernetes':
      return l10n.t('on one of your clusters');
    case 'remote':
      return l10n.t('a BuildKit that is already running');
    case 'cloud':
      return l10n.t('Docker Build Cloud');
  }
}

/** When to use a driver. */
export function driverAdvice(driver: Driver): SafeText {
  switch (driver) {
    case 'docker-container':
      return l10n.t('The usual choice. Other architectures are emulated until you add a native node.');
    case 'kubernetes':
      return l10n.t('BuildKit on the cluster’s own machines, one for each architecture. Nothing is emulated.');
    case 'remote':
      return l10n.t('Connects to BuildKit at an address, with certificates if required.');
    case 'cloud':
      return l10n.t('Native machines for both architectures, rented from Docker.');
  }
}

/** What is wrong with a new builder. */
export function builderProblemText(problem: BuilderProblem): SafeText {
  switch (problem.code) {
    case 'nameInvalid':
    case 'nodeNameInvalid':
      return l10n.t('a name starts with a letter and contains only letters, digits, ".", "_" and "-"');
    case 'nameTooLong':
      return l10n.t('a name has at most 50 characters');
    case 'nameReserved':
      return l10n.t('Docker reserves this name');
    case 'nameTaken':
      return l10n.t('a builder or Docker context with this name already exists');
    case 'nodesMissing':
      return l10n.t('choose at least one platform');
    case 'platformInvalid':
      return l10n.t('“{0}” is not a valid platform', problem.value);
    case 'platformTwice':
      return l10n.t('{0} can be pinned to only one node', problem.value);
    case 'registriesUnsupported':
      return l10n.t('with this driver, configure registries on the BuildKit host');
    case 'registryInvalid':
      return l10n.t('a registry is a host and a port, such as registry.example.com:5000');
    case 'registryTwice':
      return l10n.t('this registry is already in the list');
    case 'certificatePathInvalid':
      return l10n.t('use an absolute path, such as /etc/ssl/ca.pem');
    case 'flagInvalid':
      return l10n.t('“{0}” is not a BuildKit option', problem.value);
    case 'endpointMissing':
      return l10n.t('an address is required');
    case 'endpointUnsupported':
      return l10n.t('this driver does not use an address');
    case 'endpointInvalid':
      return endpointText(problem.driver);
    case 'optionUnknown':
      return l10n.t('this driver has no option “{0}”', problem.option);
    case 'optionInvalid':
      return optionText(problem.option);
    case 'certificatesIncomplete':
      return missingText(problem.option);
  }
}

function endpointText(driver: string): SafeText {
  switch (driver) {
    case 'remote':
      return l10n.t('a BuildKit address starts with tcp://, ssh://, unix://, docker-container:// or kube-pod://');
    case 'cloud':
      return l10n.t('a cloud builder has the form ORGANIZATION/NAME');
    default:
      return l10n.t('use a Docker context, or an address such as ssh://user@host or tcp://host:2376');
  }
}

function optionText(option: string): SafeText {
  switch (option) {
    case 'memory':
    case 'memory-swap':
      return l10n.t('a memory size, such as 4g or 512m');
    case 'cpuset-cpus':
      return l10n.t('processor numbers, such as 0-3 or 0,2');
    case 'cpu-quota':
    case 'cpu-period':
    case 'cpu-shares':
    case 'replicas':
      return l10n.t('a whole number');
    case 'image':
      return l10n.t('an image name, such as moby/buildkit:buildx-stable-1');
    case 'namespace':
      return l10n.t('a namespace contains only lowercase letters, digits and "-", and at most 63 characters');
    case 'requests.cpu':
    case 'limits.cpu':
      return l10n.t('a number of processors, such as 2 or 500m');
    case 'requests.memory':
    case 'limits.memory':
      return l10n.t('a memory size, such as 4Gi or 512Mi');
    case 'cacert':
    case 'cert':
    case 'key':
      return l10n.t('use an absolute path, such as /etc/ssl/ca.pem');
    case 'servername':
      return l10n.t('a host name, such as buildkit.example.com');
    default:
      return l10n.t('the option “{0}” does not accept this value', option);
  }
}

function missingText(option: 'cacert' | 'cert' | 'key'): SafeText {
  switch (option) {
    case 'cacert':
      return l10n.t('the CA certificate is missing');
    case 'cert':
      return l10n.t('the certificate for the key is missing');
    case 'key':
      return l10n.t('the key for the certificate is missing');
  }
}

/** What is wrong with a file that should be a certificate or a key. */
export function pemProblemText(problem: PemProblem): SafeText {
  switch (problem) {
    case 'notAbsolute':
      return l10n.t('use an absolute path, such as /etc/ssl/ca.pem');
    case 'unreadable':
      return l10n.t('this file cannot be read');
    case 'noCertificate':
      return l10n.t('this file is not a certificate (PEM, “BEGIN CERTIFICATE”)');
    case 'noKey':
      return l10n.t('this file is not a private key (PEM, “BEGIN PRIVATE KEY”)');
  }
}

/** The label of an option under “More options”. */
export function optionLabel(option: string): SafeText {
  switch (option) {
    case 'image':
      return l10n.t('BuildKit image');
    case 'memory':
    case 'limits.memory':
      return l10n.t('Memory limit');
    case 'requests.memory':
      return l10n.t('Memory request');
    case 'cpuset-cpus':
      return l10n.t('CPUs to use');
    case 'limits.cpu':
      return l10n.t('CPU limit');
    case 'requests.cpu':
      return l10n.t('CPU request');
    case 'qemu.install':
      return l10n.t('Install emulators on the cluster’s machines');
    case 'rootless':
      return l10n.t('Run rootless');
    default:
      return safeText(option, longestPiece);
  }
}
