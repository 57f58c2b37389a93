export function bundlePrograms(): Promise<string>;
