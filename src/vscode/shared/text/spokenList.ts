import { safeText, type SafeText } from '../../../domain/safeText.ts';
/** Details for a screen reader: the dots between them are only visual. */
export function spokenList(details: string): SafeText {
  return safeText(details.replaceAll(' · ', ', '));
}
