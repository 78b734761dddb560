/** The lines of the boot script that make an engine usable on a machine, run on it by busybox's shell. */
import { command } from '../world/shell-words.ts';
import { engineFolderInside, engineSettings, imagesFile } from './engine-files.ts';

export function engineScript(): string[] {
  const images = `${engineFolderInside}/${imagesFile}`;
  return [
    ...Object.entries(engineSettings).map(([path, content]) =>
      command('write_file', path, content),
    ),
    'mkdir -p /var/lib/containers',
    // Not there while the images themselves are made.
    `[ ! -e ${images} ] || tar -x -f ${images} -C /var/lib/containers`,
    `mount -o bind ${engineFolderInside}/bin /usr/local/bin`,
    // crun asks what is mounted here. Its groups belong to the real root: nobody inside can change any.
    'mount -t cgroup2 -o ro,nosuid,nodev,noexec cgroup2 /sys/fs/cgroup',
  ];
}
