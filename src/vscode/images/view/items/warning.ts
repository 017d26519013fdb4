/** The icon of a row with a problem. */
export const warning = { icon: 'warning', color: 'list.warningForeground' };
