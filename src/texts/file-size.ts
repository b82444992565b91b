const units = ['B', 'KB', 'MB', 'GB'] as const;

/** `820 KB`, `1.2 MB`: in steps of 1024, as file lists of desktop systems count. */
export function formatFileSize(bytes: number): string {
  let size = bytes;
  let step = 0;
  // From 1023.5 on it would be shown as 1024 of the smaller unit.
  while (size >= 1023.5 && step < units.length - 1) {
    size /= 1024;
    step += 1;
  }
  const digits = step > 0 && size < 9.95 ? 1 : 0;
  return `${size.toFixed(digits)} ${units[step] ?? ''}`;
}
