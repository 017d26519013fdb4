import type { SafeText } from '../../../../domain/safeText.ts';
import type { Item } from '../../../shared/tree/item.ts';

/** A row of the view as data, with properties of this view only. */
export interface PlatformsItem extends Item {
  /** Its check box and label. */
  readonly check?: { readonly checked: boolean; readonly label: SafeText };
  /** The command of a click. */
  readonly command?: { readonly id: string; readonly argument: unknown };
}
