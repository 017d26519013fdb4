import type { RegistryReader, RegistryReaderDeps } from './registryReader.ts';

/** A reader that is loaded with the first question: no activation needs it. */
export function createLazyReader(deps: RegistryReaderDeps): RegistryReader {
  let reader: Promise<RegistryReader> | undefined;
  const made = () =>
    (reader ??= import('./registryReader.ts').then(({ createRegistryReader }) => createRegistryReader(deps)));
  return {
    manifest: async (...question) => (await made()).manifest(...question),
    digestOf: async (...question) => (await made()).digestOf(...question),
    blob: async (...question) => (await made()).blob(...question),
    stream: async (...question) => (await made()).stream(...question),
    dispose() {
      void reader?.then((loaded) => {
        loaded.dispose();
      });
    },
  };
}
