// The operating system takes 107 bytes (Linux) or 103 (macOS).
const maxSocketPathBytes = 100;

export const fitsSocketPath = (path: string): boolean => Buffer.byteLength(path) <= maxSocketPathBytes;
