import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startCluster, tokens } from '../bed/cluster/cluster.ts';
import { writeKubeconfig } from '../bed/cluster/kubeconfig.ts';
import { nodeShape } from '../bed/cluster/nodeShape.ts';
import type { Workbench } from '../bed/vscode/workbench.ts';

/** This machine's native architecture, and the other one of the two, with Go's names. */
export const [own, foreign] = process.arch === 'arm64' ? (['arm64', 'amd64'] as const) : (['amd64', 'arm64'] as const);

export interface UiClusters {
  /** Contexts: `edge` (3 nodes, all foreign), `mixed` (2 own, 1 foreign), `forbidden` (edge, without permission to list its nodes). */
  readonly kubeconfig: string;
  /** Settings for a window: its kubectl. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly stop: () => Promise<void>;
}

let shared: Promise<UiClusters> | undefined;

/** Real API servers, shared by all suites. Throws `BedUnavailable` if this machine cannot run any. */
export function uiClusters(): Promise<UiClusters> {
  shared ??= bring();
  return shared;
}

after('the clusters', async () => {
  const clusters = await shared?.catch(() => undefined);
  await clusters?.stop();
});

async function bring(): Promise<UiClusters> {
  const ends: (() => Promise<void>)[] = [];
  const stop = async () => {
    await Promise.all(ends.splice(0).map((end) => end()));
  };
  try {
    const edge = await startCluster();
    ends.push(edge.stop);
    const mixed = await startCluster();
    ends.push(mixed.stop);
    const nodes = (count: number, name: string, arch: string) =>
      Array.from({ length: count }, (_, index) => nodeShape({ name: `${name}-${index + 1}`, arch, images: 2 }));
    await edge.createNodes(nodes(3, 'pi', foreign));
    await mixed.createNodes([...nodes(2, 'own', own), ...nodes(1, 'foreign', foreign)]);
    const folder = await mkdtemp(path.join(tmpdir(), 'multiarch-kube-'));
    ends.push(() => rm(folder, { recursive: true, force: true }));
    const kubeconfig = path.join(folder, 'config');
    await writeKubeconfig(kubeconfig, [
      { name: 'edge', cluster: edge },
      { name: 'mixed', cluster: mixed },
      { name: 'forbidden', cluster: edge, user: { token: tokens.reader } },
    ]);
    return { kubeconfig, settings: { 'multiarch.kubectl.path': edge.kubectls[0].path }, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Selects exactly these contexts in `Choose Target Clusters…`. */
export async function chooseClusters(workbench: Workbench, contexts: readonly string[]): Promise<void> {
  await workbench.command('Multi-Arch: Choose Target Clusters…');
  await tickClusters(workbench.quickInput, contexts);
}

export async function tickClusters(quickInput: Workbench['quickInput'], contexts: readonly string[]): Promise<void> {
  await quickInput.waitFor(/^Select the clusters/);
  await quickInput.checkOnly(contexts);
  await quickInput.accept();
  await quickInput.waitUntilClosed();
}

/** The status bar's comparison of builder and clusters, as seen and spoken. */
export interface ArchitectureItem {
  readonly text: string;
  /** Names of its icons, such as `warning`. */
  readonly icons: readonly string[];
  readonly spoken: string;
  /** Its own color: undefined if it is that of the bar. */
  readonly background: string | undefined;
}

const item = '[id$=".multiarch.architecture"]';

export async function waitForArchitecture(
  workbench: Workbench,
  text: string | RegExp,
  timeout?: number,
): Promise<ArchitectureItem> {
  let last: ArchitectureItem | undefined;
  try {
    return await workbench.waitUntil(
      'the item',
      async () => {
        last = await readArchitecture(workbench);
        return last && (typeof text === 'string' ? last.text === text : text.test(last.text)) ? last : undefined;
      },
      timeout,
    );
  } catch {
    assert.fail(`the status bar does not show ${String(text)}; it shows ${JSON.stringify(last)}`);
  }
}

/** All at once: it may change between two reads. */
async function readArchitecture({ page }: Workbench): Promise<ArchitectureItem | undefined> {
  return page.evaluate(readItem, item);
}

/** The used parts of the page's document. */
interface PageNode {
  readonly className: string;
  readonly innerText: string;
  readonly style: { color: string };
  getAttribute(name: string): string | null;
  querySelector(selector: string): PageNode | null;
  querySelectorAll(selector: string): Iterable<PageNode>;
  append(child: PageNode): void;
  remove(): void;
}
declare const document: PageNode & { createElement(name: string): PageNode };
declare function getComputedStyle(node: PageNode): { readonly color: string; readonly backgroundColor: string };

/** Runs in the page. */
function readItem(selector: string): ArchitectureItem | undefined {
  const place = document.querySelector(selector);
  const label = place?.querySelector('.statusbar-item-label');
  if (!place || !label) {
    return undefined;
  }
  const { backgroundColor } = getComputedStyle(place);
  return {
    text: label.innerText.replaceAll('\u00a0', ' ').trim(),
    icons: Array.from(label.querySelectorAll('.codicon')).map(
      ({ className }) => /\bcodicon-([\w-]+)/.exec(className)?.[1] ?? '',
    ),
    spoken: label.getAttribute('aria-label') ?? '',
    background: backgroundColor === 'rgba(0, 0, 0, 0)' ? undefined : backgroundColor,
  };
}

/** A color of the theme as a computed style. */
export function themeColour({ page }: Workbench, name: string): Promise<string> {
  return page.evaluate(colourOf, `--vscode-${name}`);
}

/** Runs in the page. */
function colourOf(variable: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${variable})`;
  document.querySelector('.monaco-workbench')?.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

/** Clicks it, and moves the mouse away: an item under the mouse has another color. */
export async function clickArchitecture({ page }: Workbench): Promise<void> {
  await page.locator(item).locator('.statusbar-item-label').click();
  await page.mouse.move(700, 400);
}

/** Hovers over it, and resolves to the text of its tooltip. The mouse stays there. */
export async function architectureTooltip({ page }: Workbench): Promise<string> {
  const tooltip = page.locator('.monaco-hover').filter({ visible: true });
  // after a click in the same place, the mouse must enter again
  await page.mouse.move(700, 400, { steps: 5 });
  await page.locator(item).locator('.statusbar-item-label').hover();
  await tooltip.waitFor();
  return (await tooltip.innerText()).replaceAll('\u00a0', ' ').trim();
}
