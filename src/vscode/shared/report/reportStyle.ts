/** The look of reports, made of the theme's colors. */
export const reportStyle = `
main { max-width: 1000px; padding: 8px 12px 24px; line-height: 1.5; }
h1 { font-size: 1.6em; font-weight: 600; margin: 8px 0; overflow-wrap: anywhere; }
h2 { font-size: 1.2em; font-weight: 600; margin: 24px 0 8px; }
p { margin: 8px 0; overflow-wrap: anywhere; }
.outcome { font-weight: 600; padding: 4px 12px; border-left: 4px solid var(--vscode-panel-border); }
.outcome.good { border-color: var(--vscode-testing-iconPassed); }
.outcome.bad { border-color: var(--vscode-testing-iconFailed); }
ul, dl { margin: 8px 0; }
.next { display: flex; flex-wrap: wrap; gap: 8px; padding: 0; list-style: none; margin: 12px 0; }
.next a {
  display: inline-block; padding: 4px 12px; border-radius: 2px; text-decoration: none;
  color: var(--vscode-button-secondaryForeground); background: var(--vscode-button-secondaryBackground);
  border: 1px solid var(--vscode-contrastBorder, var(--vscode-button-secondaryBorder, var(--vscode-panel-border, transparent)));
}
.next a:hover { background: var(--vscode-button-secondaryHoverBackground); }
.next li:first-child a {
  color: var(--vscode-button-foreground); background: var(--vscode-button-background);
  border-color: var(--vscode-contrastBorder, var(--vscode-button-border, transparent));
}
.next li:first-child a:hover { background: var(--vscode-button-hoverBackground); }
:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 2px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 16px; }
dt { font-weight: 600; }
dd { margin: 0; overflow-wrap: anywhere; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; }
th, td { text-align: left; vertical-align: top; padding: 4px 24px 4px 0; border-bottom: 1px solid var(--vscode-panel-border, currentColor); }
th { font-weight: 600; }
th, td:not(:last-child) { white-space: nowrap; }
th:last-child, td:last-child { min-width: 16ch; padding-right: 0; }
code, pre { font-family: var(--vscode-editor-font-family); font-size: var(--vscode-editor-font-size); color: inherit; background: none; padding: 0; }
td code { overflow-wrap: anywhere; }
pre { padding: 12px; white-space: pre-wrap; overflow-wrap: anywhere; background: var(--vscode-textCodeBlock-background); border: 1px solid var(--vscode-contrastBorder, transparent); }
`;
