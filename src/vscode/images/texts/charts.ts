import { l10n } from '../../shared/l10n.ts';

/** The texts for rendering charts. */
export const chartTexts = {
  title: () => l10n.t('Render Charts of This Workspace'),
  which: () => l10n.t('Select the charts to render with Helm'),
  none: () => l10n.t('This workspace contains no Helm chart.'),
  rendering: () => l10n.t('Rendering charts with Helm'),
  rendered: (charts: number) =>
    charts === 1
      ? l10n.t('Rendered 1 chart with Helm. The result is used until a file of the chart changes.')
      : l10n.t('Rendered {0} charts with Helm. Each result is used until a file of its chart changes.', charts),
};
