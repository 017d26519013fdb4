/** The commands that package.json contributes; a test holds the two lists against each other. */
export const commandIds = {
  buildImage: 'multiarch.buildImage',
  buildLocal: 'multiarch.buildLocal',
  rebuildLast: 'multiarch.rebuildLast',
  showLog: 'multiarch.showLog',
} as const;
