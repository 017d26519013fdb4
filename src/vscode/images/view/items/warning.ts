/** How a row looks that says something is wrong. */
export const warning = { icon: 'warning', color: 'list.warningForeground' };
