import { env, ViewColumn, window, type WebviewPanel } from 'vscode';
import type { SafeText } from '../../../domain/safeText.ts';
import { disposeAll } from '../disposeAll.ts';
import type { Report } from './report.ts';
import { reportHtml } from './reportHtml.ts';
import { reportMarkdown } from './reportMarkdown.ts';

export interface ReportPanels {
  /** Shows a report in an editor, and replaces the previous one of that name. @param tab its title */
  readonly show: (name: string, tab: SafeText, report: Report) => void;
  /** The report in the active editor as Markdown; otherwise the one that was shown last. */
  readonly markdown: () => string | undefined;
  readonly dispose: () => void;
}

interface Shown {
  readonly panel: WebviewPanel;
  report: Report;
}

/**
 * Reports as rendered pages. VS Code's preview of Markdown cannot run commands, so these are webviews: without scripts, resources and
 * network, and only the commands of the report can be called.
 */
export function createReportPanels(viewType: string): ReportPanels {
  const all = new Map<string, Shown>();
  let last: Shown | undefined;

  function open(name: string, tab: SafeText, report: Report): Shown {
    const panel = window.createWebviewPanel(viewType, tab, ViewColumn.Active, { enableFindWidget: true });
    const shown = { panel, report };
    all.set(name, shown);
    panel.onDidDispose(() => {
      all.delete(name);
      last = last === shown ? undefined : last;
    });
    return shown;
  }

  return {
    show(name, tab, report) {
      const shown = all.get(name) ?? open(name, tab, report);
      shown.report = report;
      const { webview } = shown.panel;
      const enableCommandUris = [...new Set(report.next.map(({ command }) => command))];
      webview.options = { enableScripts: false, localResourceRoots: [], enableCommandUris };
      webview.html = reportHtml(report, env.language);
      shown.panel.reveal();
      last = shown;
    },
    markdown: () => {
      const shown = [...all.values()].find(({ panel }) => panel.active) ?? last;
      return shown && reportMarkdown(shown.report);
    },
    dispose: () => {
      disposeAll([...all.values()].map(({ panel }) => panel));
    },
  };
}
