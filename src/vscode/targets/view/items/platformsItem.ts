import type { SafeText } from '../../../../domain/safeText.ts';
import type { Item } from '../../../shared/tree/item.ts';

/** A row of the view as data, with what only this view has. */
export interface PlatformsItem extends Item {
  /** Its check box, and what that is for. */
  readonly check?: { readonly checked: boolean; readonly label: SafeText };
  /** What a click on it runs. */
  readonly command?: { readonly id: string; readonly argument: unknown };
}
