import { highestOf } from '../../../domain/untrusted/extremes.ts';
import type { BuildReport, PlatformResult } from '../../../domain/build/report.ts';
import { safeText } from '../../../domain/safeText.ts';
import { fit, fitLine, flat, pad, widthOf, type Segment } from './width.ts';
import type { Style } from './style.ts';
import { sizeText } from '../../shared/text/measures.ts';
import { builtStyle, builtWord, nothing } from './words.ts';
import { duration } from '../../shared/text/duration.ts';
import { l10n } from '../../shared/l10n.ts';

interface Column {
  readonly heading: string;
  readonly right?: true;
  readonly cell: (result: PlatformResult) => string;
  readonly style?: (result: PlatformResult) => Style | undefined;
}

const gap = '  ';

/** The built images as a table that fits the width; less important columns are dropped first. */
export function platformTable(
  { platforms, missing }: Pick<BuildReport, 'platforms' | 'missing'>,
  width: number,
): string[] {
  const table = {
    platform: platformColumn(),
    image: imageColumn(),
    how: howColumn(),
    digest: digestColumn(),
    size: sizeColumn(),
    time: timeColumn(),
    emulated: emulatedColumn(),
  };
  const shown = new Set<Column>(Object.values(table));
  if (platforms.every(({ image }) => image === undefined)) {
    shown.delete(table.image);
  }
  if (platforms.length === 0 && missing.length === 0) {
    return [];
  }
  for (const column of [table.size, table.time, table.digest, table.image, table.emulated]) {
    if (widthOfTable([...shown], platforms) <= width) {
      break;
    }
    shown.delete(column);
  }
  const columns = [...shown];
  const widths = columns.map((column) => widthOfColumn(column, platforms));
  const headings = columns.map((column, i) => align(column, column.heading, widths[i] ?? 0));
  const rows = platforms.map((result) =>
    columns.flatMap((column, i): Segment[] => {
      const style = column.style?.(result);
      const cell = align(column, column.cell(result), widths[i] ?? 0);
      return [{ text: i === 0 ? '' : gap }, { text: cell, ...(style && { style }) }];
    }),
  );
  const gone = missing.map((platform): Segment[] => [
    { text: safeText(platform) },
    { text: `${gap}✗ ${l10n.t('missing')}`, style: 'red' },
  ]);
  const title: Segment[] = [{ text: headings.join(gap), style: 'dim' }];
  return [title, ...rows, ...gone].map((line) => fitLine(line, width).styled.trimEnd());
}

function align(column: Column, text: string, width: number): string {
  const flatText = fit(flat(text), width);
  return column.right ? ' '.repeat(Math.max(0, width - widthOf(flatText))) + flatText : pad(flatText, width);
}

function widthOfColumn(column: Column, platforms: readonly PlatformResult[]): number {
  return highestOf([column.heading, ...platforms.map(column.cell)].map((text) => widthOf(flat(text)))) ?? 0;
}

function widthOfTable(columns: readonly Column[], platforms: readonly PlatformResult[]): number {
  return columns.reduce((sum, column) => sum + widthOfColumn(column, platforms) + gap.length, -gap.length);
}

const platformColumn = (): Column => ({
  heading: l10n.t('Platform'),
  cell: ({ platform }) => safeText(platform),
  style: () => 'bold',
});
const imageColumn = (): Column => ({ heading: l10n.t('Image'), cell: ({ image }) => safeText(image ?? nothing) });
const howColumn = (): Column => ({
  heading: l10n.t('How'),
  cell: ({ how, cached = false }) => builtWord(how, cached),
  style: ({ how, cached = false }) => builtStyle(how, cached),
});
const digestColumn = (): Column => ({
  heading: l10n.t('Digest'),
  cell: ({ digest }) => safeText(digest?.replace(/^(\w+:[0-9a-f]{12})[0-9a-f]+$/, '$1') ?? nothing),
});
const sizeColumn = (): Column => ({
  heading: l10n.t('Size'),
  right: true,
  cell: ({ size }) => (size === undefined ? nothing : sizeText(size)),
});
const timeColumn = (): Column => ({ heading: l10n.t('Time'), right: true, cell: ({ ms }) => duration(ms) });
const emulatedColumn = (): Column => ({
  heading: l10n.t('Emulated'),
  right: true,
  cell: ({ emulatedMs }) => (emulatedMs > 0 ? duration(emulatedMs) : nothing),
  style: ({ emulatedMs }) => (emulatedMs > 0 ? 'yellow' : undefined),
});
