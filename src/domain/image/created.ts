/** Annotation of an image, an index or an entry of one (OCI image-spec, annotations.md). */
const createdAnnotation = 'org.opencontainers.image.created';

/** Docker's first release: builds that shall come out the same each time write 1970, 1980 or the year 1, which is no age. */
const firstImages = Date.UTC(2013, 2);

/** When something was made, in milliseconds since 1970; undefined where that is not said in earnest. */
export function readCreated(text: unknown): number | undefined {
  const time = typeof text === 'string' && /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : NaN;
  return time >= firstImages ? time : undefined;
}

export function createdIn(annotations: ReadonlyMap<string, string>): number | undefined {
  return readCreated(annotations.get(createdAnnotation));
}
