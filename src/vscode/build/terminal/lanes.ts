import { highestOf } from '../../../domain/untrusted/extremes.ts';
import type { Activity, Lane } from '../../../domain/buildProgress.ts';
import { safeText } from '../../../domain/safeText.ts';
import type { Line } from './style.ts';
import { fitLine, flat, pad, widthOf, type Segment } from './width.ts';
import { sizeText } from '../../shared/text/measures.ts';
import { builtStyle, builtWord } from './words.ts';
import { duration } from '../../shared/text/duration.ts';
import { l10n } from '../../shared/l10n.ts';

const barWidth = 10;
/** A longer bar shows no more; a shorter one fits narrow windows. */
const widest = 120;

export interface LaneView {
  readonly lanes: readonly Lane[];
  readonly shared: Activity | undefined;
  /** Milliseconds that a lane has been active. */
  readonly elapsed: (lane: Lane) => number;
  readonly columns: number;
  /** Number of rows of the terminal. */
  readonly rows: number;
}

/** The lines at the bottom of the terminal: one per platform, and one for shared steps. None of them wraps. */
export function laneLines({ lanes, shared, elapsed, columns, rows }: LaneView): Line[] {
  const width = Math.min(columns - 1, widest);
  const room = Math.max(1, rows - 4);
  const shown = lanes.length > room ? lanes.slice(0, room - 1) : lanes;
  const names = highestOf(shown.map(({ platform }) => widthOf(flat(safeText(platform))))) ?? 0;
  const hows = highestOf(shown.map((lane) => widthOf(wordOf(lane)))) ?? 0;
  const steps = highestOf(shown.map((lane) => stepsOf(lane).length)) ?? 0;
  const lines = shown.map((lane) => laneSegments(lane, elapsed(lane), { names, hows, steps, bar: width >= 60 }));
  if (shown.length < lanes.length) {
    lines.push([{ text: `… ${l10n.t('{0} more platforms', lanes.length - shown.length)}`, style: 'dim' }]);
  }
  if (shared) {
    lines.push([{ text: '▸ ', style: 'cyan' }, { text: safeText(shared.name) }, ...amount(shared)]);
  }
  return lines.length === 0 ? [] : [{ styled: '', plain: '' }, ...lines.map((line) => fitLine(line, width))];
}

interface LaneColumns {
  readonly names: number;
  readonly hows: number;
  readonly steps: number;
  readonly bar: boolean;
}

function laneSegments(lane: Lane, elapsed: number, { names, hows, steps, bar }: LaneColumns): Segment[] {
  const { known, done } = lane.steps;
  const style = builtStyle(howOf(lane), lane.cached ?? false);
  const filled = known === 0 ? 0 : Math.floor((done / known) * barWidth);
  return [
    mark(lane),
    { text: `${pad(flat(safeText(lane.platform)), names)}  `, style: 'bold' },
    { text: `${pad(wordOf(lane), hows)}  `, ...(style && { style }) },
    ...(bar
      ? [
          { text: '█'.repeat(filled), style: 'cyan' as const },
          { text: `${'░'.repeat(barWidth - filled)}  `, style: 'dim' as const },
        ]
      : []),
    { text: stepsOf(lane).padStart(steps) },
    ...(lane.startedMs === undefined ? [] : [{ text: `  ${duration(elapsed)}` }]),
    ...(lane.activity ? [{ text: `  ${safeText(lane.activity.name)}` }, ...amount(lane.activity)] : []),
  ];
}

/** The known route applies until the steps are known. */
function howOf(lane: Lane): Lane['built'] {
  return lane.steps.known === 0 ? lane.how : lane.built;
}

function wordOf(lane: Lane): string {
  return builtWord(howOf(lane), lane.cached ?? false);
}

function mark(lane: Lane): Segment {
  if (lane.failed) {
    return { text: '✗ ', style: 'red' };
  }
  if (lane.activity) {
    return { text: '▸ ', style: 'cyan' };
  }
  return lane.steps.known > 0 && lane.steps.done === lane.steps.known
    ? { text: '✓ ', style: 'green' }
    : { text: '· ', style: 'dim' };
}

function stepsOf({ steps: { known, done } }: Lane): string {
  return known === 0 ? l10n.t('waiting') : `${done}/${known}`;
}

function amount({ current, total }: Activity): Segment[] {
  return current === undefined || total === undefined
    ? []
    : [{ text: `  ${sizeText(current)} / ${sizeText(total)}`, style: 'dim' }];
}
