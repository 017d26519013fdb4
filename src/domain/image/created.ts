/** Annotation of an image, index or index entry (OCI image-spec, annotations.md). */
const createdAnnotation = 'org.opencontainers.image.created';

/** Docker's first release: reproducible builds write 1970, 1980 or the year 1, which is not an age. */
const firstImages = Date.UTC(2013, 2);

/** The creation time in milliseconds since 1970; undefined if there is no real one. */
export function readCreated(text: unknown): number | undefined {
  const time = typeof text === 'string' && /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : NaN;
  return time >= firstImages ? time : undefined;
}

export function createdIn(annotations: ReadonlyMap<string, string>): number | undefined {
  return readCreated(annotations.get(createdAnnotation));
}
