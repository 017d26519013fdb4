export { readConfigPlatform } from './image/config.ts';
export { describeImage, type ImageDocuments, type InspectedImage, type WantedDocument } from './image/describe.ts';
export { countEntries } from './image/expansion.ts';
export { readManifest, type Manifest } from './image/manifest.ts';
