export { artifactKind, type ArtifactKind } from './image/artifactKind.ts';
export { readConfig, type ImageConfig } from './image/config.ts';
export { describeImage, newest, sizeOf, type InspectedImage, type WantedDocument } from './image/describe.ts';
export { countEntries } from './image/expansion.ts';
export { readManifest, type Manifest } from './image/manifest.ts';
