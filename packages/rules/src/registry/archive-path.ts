/** The archive entry for the folder in which an archive was made; some programs pack that folder too. */
export const currentFolder = './';

/** True for the path of a folder, which is an archive entry without content. */
export function isFolder(path: string): boolean {
  return path.endsWith('/');
}
