import type { Clues } from '../clues.ts';
import { aboutStep, firstMatch, groupsOf, type Finding } from './rule.ts';

/** Package managers that report the platform as the cause: pip, uv, npm, dpkg, Puppeteer, Gradle's protobuf plug-in, node-sass. */
const lacking = [
  /(?<![^\s:'"])(?<found>[^\s:'"]{1,200}\.whl) is not a supported wheel on this platform/,
  /(?<![\w.=<>~!-])(?<found>[\w.=<>~!-]{1,120}) (?:has no|only has) wheels (?:with a matching platform tag|for the following platforms)/,
  /npm (?:ERR!|error) notsup (?:notsup )?Unsupported platform for (?<found>[^\s:]{1,120}): wanted/,
  /(?:ERR_PNPM_UNSUPPORTED_PLATFORM|error (?<found>[^\s:]{1,120}): The platform "linux" is incompatible|The CPU architecture "[\w-]{1,20}" is incompatible)/,
  /processing archive (?<found>\S{1,200}) \(--\w{1,20}\):\n package architecture \([\w-]{1,20}\) does not match system/,
  /package architecture \((?<found>[\w-]{1,20})\) does not match system/,
  /not supported on Linux Arm64/,
  /[cC]hrom(?:e|ium) binary is not available for (?<found>arm64)/,
  /Could not find (?<found>[\w.-]{1,120}-linux-(?:aarch_64|x86_64|ppcle_64|s390_64)\.exe)/,
  /does not yet support your current environment: Linux Unsupported architecture/,
  /E: Failed to fetch https?:\/\/archive\.ubuntu\.com\/\S{1,200}binary-(?:arm64|armhf|riscv64|ppc64el|s390x)\/Packages/,
];
/** apt skips a source for this architecture; the error is about a package of that source. */
const sourceLeftOut = /doesn't support architecture '(?<found>[\w-]{1,20})'/;
const notLocated = /E: (?:Unable to locate package|Package '?)\s?(?<found>[\w.+:-]{1,100})/;
/** Packages published for amd64 only. */
const vendorPackage =
  /E: (?:Unable to locate package |Package ')(?<found>google-chrome-\w{1,20}|microsoft-edge-\w{1,20}|mssql-(?:server|tools)|teamviewer|zoom|slack-desktop|dropbox)\b/;
const localVersion =
  /No matching distribution found for (?<found>[\w.-]{1,60}==[\w.]{1,30}\+(?:cpu|cu\d{2,4}|rocm[\d.]{1,10}))\b/;

/** A package that is published, but not for the platform of the step. */
export function packageLacksPlatform(clues: Clues): Finding | undefined {
  const match = firstMatch(lacking, clues.log);
  if (match) {
    return aboutStep('packageLacksPlatform', clues, groupsOf(match));
  }
  if (!isRare(clues)) {
    return undefined;
  }
  const found =
    vendorPackage.exec(clues.log)?.groups?.found ??
    localVersion.exec(clues.log)?.groups?.found ??
    (sourceLeftOut.test(clues.log) ? notLocated.exec(clues.log)?.groups?.found : undefined);
  return found === undefined ? undefined : aboutStep('packageLacksPlatform', clues, { found });
}

/** apt, apk, dnf, pip, conda: a name that no source has, for any reason. */
const unknownPackage =
  /E: Unable to locate package |has no installation candidate|\(no such package\)|No match for argument: |No matching distribution found for |PackagesNotFoundError/;

/** Whether a package that was not found may be missing for this platform only, which only a check can tell. */
export function mayLackPlatform(clues: Clues): boolean {
  return isRare(clues) && unknownPackage.test(clues.log);
}

/** Nearly everything is published for amd64. */
function isRare({ platform }: Clues): boolean {
  return platform !== undefined && !platform.startsWith('linux/amd64');
}
