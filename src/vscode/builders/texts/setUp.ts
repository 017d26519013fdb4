import { longestPiece, safeText, type SafeText } from '../../../domain/safeText.ts';
import type { BuilderProblem, Driver } from '../../../domain/builder/plan.ts';
import type { PemProblem } from '../../../services/builders/pemFiles.ts';
import { l10n } from '../../shared/l10n.ts';

/** What a driver is, in a few words. */
export function driverText(driver: Driver): SafeText {
  switch (driver) {
    case 'docker-container':
      return l10n.t('on a Docker engine of yours');
    case 'kubernetes':
      return l10n.t('on a cluster of yours');
    case 'remote':
      return l10n.t('a BuildKit that already runs');
    case 'cloud':
      return l10n.t('Docker Build Cloud');
  }
}

/** When to take a driver. */
export function driverAdvice(driver: Driver): SafeText {
  switch (driver) {
    case 'docker-container':
      return l10n.t('The usual choice. Foreign architectures are emulated, until a native node is added.');
    case 'kubernetes':
      return l10n.t('BuildKit on the cluster’s own machines, one for each architecture: nothing is emulated.');
    case 'remote':
      return l10n.t('Connects to BuildKit at an address, with certificates where it asks for them.');
    case 'cloud':
      return l10n.t('Native machines for both architectures, rented from Docker.');
  }
}

/** What is wrong with a builder to be made. */
export function builderProblemText(problem: BuilderProblem): SafeText {
  switch (problem.code) {
    case 'nameInvalid':
    case 'nodeNameInvalid':
      return l10n.t('a name begins with a letter and has letters, digits, ".", "_" and "-" only');
    case 'nameTooLong':
      return l10n.t('a name has at most 50 characters');
    case 'nameReserved':
      return l10n.t('Docker keeps this name for itself');
    case 'nameTaken':
      return l10n.t('there is a builder or a Docker context of this name');
    case 'nodesMissing':
      return l10n.t('choose one platform at least');
    case 'platformInvalid':
      return l10n.t('“{0}” is no platform', problem.value);
    case 'platformTwice':
      return l10n.t('{0} can be pinned to one node only', problem.value);
    case 'registriesUnsupported':
      return l10n.t('BuildKit has to be told of registries where it runs, with this driver');
    case 'registryInvalid':
      return l10n.t('a registry is a host and a port, such as registry.example.com:5000');
    case 'registryTwice':
      return l10n.t('this registry is on the list already');
    case 'certificatePathInvalid':
      return l10n.t('name the file from the root, such as /etc/ssl/ca.pem');
    case 'flagInvalid':
      return l10n.t('“{0}” is no option of BuildKit', problem.value);
    case 'endpointMissing':
      return l10n.t('an address is needed');
    case 'endpointUnsupported':
      return l10n.t('this driver takes no address');
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
      return l10n.t('an address of BuildKit begins with tcp://, ssh://, unix://, docker-container:// or kube-pod://');
    case 'cloud':
      return l10n.t('a cloud builder is ORGANISATION/NAME');
    default:
      return l10n.t('name a Docker context, or an address such as ssh://user@host or tcp://host:2376');
  }
}

function optionText(option: string): SafeText {
  switch (option) {
    case 'memory':
    case 'memory-swap':
      return l10n.t('an amount of memory, such as 4g or 512m');
    case 'cpuset-cpus':
      return l10n.t('processors by number, such as 0-3 or 0,2');
    case 'cpu-quota':
    case 'cpu-period':
    case 'cpu-shares':
    case 'replicas':
      return l10n.t('a whole number');
    case 'image':
      return l10n.t('the name of an image, such as moby/buildkit:buildx-stable-1');
    case 'namespace':
      return l10n.t('a namespace has lower-case letters, digits and "-" only, and at most 63 of them');
    case 'requests.cpu':
    case 'limits.cpu':
      return l10n.t('processors, such as 2 or 500m');
    case 'requests.memory':
    case 'limits.memory':
      return l10n.t('an amount of memory, such as 4Gi or 512Mi');
    case 'cacert':
    case 'cert':
    case 'key':
      return l10n.t('name the file from the root, such as /etc/ssl/ca.pem');
    case 'servername':
      return l10n.t('the name of a machine, such as buildkit.example.com');
    default:
      return l10n.t('the option “{0}” does not take this', option);
  }
}

function missingText(option: 'cacert' | 'cert' | 'key'): SafeText {
  switch (option) {
    case 'cacert':
      return l10n.t('the certificate of the authority is missing');
    case 'cert':
      return l10n.t('the certificate that belongs to the key is missing');
    case 'key':
      return l10n.t('the key that belongs to the certificate is missing');
  }
}

/** What is wrong with a file that should be a certificate or a key. */
export function pemProblemText(problem: PemProblem): SafeText {
  switch (problem) {
    case 'notAbsolute':
      return l10n.t('name the file from the root, such as /etc/ssl/ca.pem');
    case 'unreadable':
      return l10n.t('this file cannot be read');
    case 'noCertificate':
      return l10n.t('this file is no certificate (PEM, “BEGIN CERTIFICATE”)');
    case 'noKey':
      return l10n.t('this file is no private key (PEM, “BEGIN PRIVATE KEY”)');
  }
}

/** What an option under “More options” sets. */
export function optionLabel(option: string): SafeText {
  switch (option) {
    case 'image':
      return l10n.t('Image of BuildKit');
    case 'memory':
    case 'limits.memory':
      return l10n.t('Memory at most');
    case 'requests.memory':
      return l10n.t('Memory to reserve');
    case 'cpuset-cpus':
      return l10n.t('Processors to use');
    case 'limits.cpu':
      return l10n.t('Processors at most');
    case 'requests.cpu':
      return l10n.t('Processors to reserve');
    case 'qemu.install':
      return l10n.t('Install emulators on the cluster’s machines');
    case 'rootless':
      return l10n.t('Run without root rights');
    default:
      return safeText(option, longestPiece);
  }
}
