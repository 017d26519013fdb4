// npm run fuzz [-- --reader NAME] [--seed N] [--runs N] [--minutes N]: runs the readers of outside text on new inputs, and measures whether
// their time grows faster than the input. With a seed, repeats that round.
import { parseArgs } from 'node:util';
import { describeFinding, fuzzReader } from '../test/fuzz/fuzz.ts';
import { growthOf } from '../test/fuzz/growth.ts';
import { createIsolated } from '../test/fuzz/isolated.ts';
import { readers } from '../test/fuzz/readers.ts';

const { values } = parseArgs({
  options: {
    reader: { type: 'string' },
    seed: { type: 'string' },
    runs: { type: 'string', default: '300' },
    minutes: { type: 'string', default: '10' },
  },
});
const chosen = readers.filter(({ name }) => values.reader === undefined || name === values.reader);
if (chosen.length === 0) {
  console.error(`no reader ${values.reader ?? ''}; there are ${readers.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}
const once = values.seed !== undefined;
const runs = Number(values.runs);
const until = Date.now() + Number(values.minutes) * 60_000;
const first = once ? Number(values.seed) : Date.now() % 2 ** 31;

const isolated = createIsolated(20_000);
const found = new Set<string>();
const tell = (key: string, words: string) => {
  if (!found.has(key)) {
    found.add(key);
    console.log(`\n✗ ${words}`);
  }
};

let tried = 0;
for (let seed = first; ; seed++) {
  for (const reader of chosen) {
    const finding = await fuzzReader(reader, isolated, { seed, runs });
    tried += runs;
    if (finding) {
      tell(`${finding.reader} ${finding.wrong.split('\n', 1)[0] ?? ''}`, describeFinding(finding));
    }
    for (const { unit, measured } of await growthOf(reader, isolated, { seed, units: 30 })) {
      const work = measured.map(([length, cpu]) => `${length / 1000} kB ${Math.round(cpu)} ms`).join(', ');
      tell(
        `${reader.name} ${unit}`,
        `${reader.name}: work grows faster than ${JSON.stringify(unit)} repeated: ${work}`,
      );
    }
    if (!once && Date.now() > until) {
      break;
    }
  }
  if (once || Date.now() > until) {
    break;
  }
}
await isolated.dispose();
console.log(`\n${tried} inputs to ${chosen.length} readers from seed ${first}: ${found.size} findings`);
process.exit(found.size > 0 ? 1 : 0);
