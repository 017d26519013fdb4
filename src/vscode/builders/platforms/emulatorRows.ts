import type { EmulationCheck } from '../../../services/builders/emulation.ts';
import { emulatorTexts } from '../texts/emulators.ts';
import type { Row } from '../../shared/picks/ui.ts';

/** The current information about the platforms. */
export interface EmulatorsView {
  readonly platforms: readonly string[];
  /** Undefined while it is being checked. */
  readonly checks: readonly EmulationCheck[] | undefined;
  /** Whether the builder needs no emulator for the platform. */
  readonly isNative: (platform: string) => boolean | undefined;
}

/** A row for each platform; those that do not run can be selected. */
export function emulatorRows({ platforms, checks, isNative }: EmulatorsView): readonly Row[] {
  return platforms.map((platform): Row => {
    const check = checks?.find((each) => each.platform === platform);
    if (!check) {
      return { ...row(platform, emulatorTexts.checking()), icon: 'loading~spin', message: true };
    }
    return check.runs
      ? { ...row(platform, runningText(isNative(platform))), icon: 'pass', message: true }
      : { ...row(platform, emulatorTexts.missing()), icon: 'circle-slash' };
  });
}

function row(platform: string, description: string): Row {
  return { id: platform, label: platform, description };
}

function runningText(native: boolean | undefined): string {
  switch (native) {
    case true:
      return emulatorTexts.native();
    case false:
      return emulatorTexts.emulated();
    case undefined:
      return emulatorTexts.runs();
  }
}
