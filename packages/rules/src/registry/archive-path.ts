/** The folder in which an archive was made; some programs pack it too. */
export const currentFolder = './';

/** True for a folder, which is an entry without content. */
export function isFolder(path: string): boolean {
  return path.endsWith('/');
}
