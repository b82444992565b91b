/** Exit codes of sysexits.h that contract §1 names. */
export const wrongUsage = 64;
export const wrongConfiguration = 78;
