const parts = (path: string) => path.split('/').filter((part) => part !== '' && part !== '.');

/** A path of the workspace folder as seen from one of its folders; both with `/`. */
export function relativePath(folder: string, path: string): string {
  const [own, target] = [parts(folder), parts(path)];
  const differs = own.findIndex((part, at) => target[at] !== part);
  const shared = differs < 0 ? own.length : differs;
  return [...own.slice(shared).map(() => '..'), ...target.slice(shared)].join('/') || '.';
}

/** Whether a path is neither an address nor outside of the workspace folder. */
export function isInFolder(path: string): boolean {
  let depth = 0;
  return (
    !/^(?:[a-z][\w+.-]*:|[\\/]|git@)/i.test(path) &&
    parts(path).every((part) => {
      depth += part === '..' ? -1 : 1;
      return depth >= 0;
    })
  );
}

/** A path that cannot be taken for an option or for standard input. */
export function notOption(path: string): string {
  return path.startsWith('-') ? `./${path}` : path;
}

/** A path of a folder as seen from the folder that has it under this path. */
export function pathBelow(folder: string, path: string): string {
  return parts(`${folder}/${path}`).join('/') || '.';
}
