/** An image's name without registry and namespace, and with a short digest as in Git, for titles: `app:1.0`, `app:1.0@0123456`. */
export function shortName(reference: string): string {
  const [name = '', digest] = reference.slice(reference.lastIndexOf('/') + 1).split('@');
  return digest === undefined ? name : `${name}@${digest.slice(digest.indexOf(':') + 1).slice(0, 7)}`;
}
