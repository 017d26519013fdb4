import { Worker } from 'node:worker_threads';
import type { Answer, Question } from './thread.ts';

/** In MB; an input has 100 kB at most. */
const memory = 256;

/** Runs readers so that one that hangs, or uses up all memory, affects nothing else. */
export interface Isolated {
  /** The result of one input: `hangs` and `dies` end the thread, and the next input gets a new one. */
  run(question: Question): Promise<Answer | 'hangs' | 'dies'>;
  dispose(): Promise<void>;
}

/** @param limit milliseconds after which a reader counts as hanging; generous, because it only costs time for a hang */
export function createIsolated(limit: number): Isolated {
  let worker: Promise<Worker> | undefined;

  async function start(): Promise<Worker> {
    const started = new Worker(new URL('./thread.ts', import.meta.url), {
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: memory, stackSizeMb: 2 },
    });
    await new Promise<void>((resolve, reject) => {
      started.once('message', () => {
        resolve();
      });
      started.once('error', reject);
    });
    return started;
  }

  async function end(): Promise<void> {
    const ended = worker;
    worker = undefined;
    await (await ended)?.terminate();
  }

  return {
    async run(question) {
      const running = await (worker ??= start());
      const answer = await answerOf(running, question, limit);
      if (typeof answer === 'string') {
        await end();
      }
      return answer;
    },
    dispose: end,
  };
}

function answerOf(running: Worker, question: Question, limit: number): Promise<Answer | 'hangs' | 'dies'> {
  return new Promise((resolve) => {
    const settle = (answer: Answer | 'hangs' | 'dies') => {
      clearTimeout(timer);
      running.off('message', settle);
      running.off('error', died);
      resolve(answer);
    };
    const died = () => {
      settle('dies');
    };
    const timer = setTimeout(settle, limit, 'hangs');
    running.on('message', settle);
    running.on('error', died);
    running.postMessage(question);
  });
}
