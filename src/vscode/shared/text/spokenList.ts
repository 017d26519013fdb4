import { safeText, type SafeText } from '../../../domain/safeText.ts';
/** Details as a screen reader had better say them: the dots between them are for the eye. */
export function spokenList(details: string): SafeText {
  return safeText(details.replaceAll(' · ', ', '));
}
