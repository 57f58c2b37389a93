import type { Dispatcher } from 'undici';

/**
 * Has every call to Slack and Nexudus go through the proxy that HTTPS_PROXY or HTTP_PROXY names, but for what NO_PROXY
 * excepts: before Node 24 fetch knows nothing of them.
 * @returns the way through it, for what doesn't use fetch
 */
export async function goThroughProxy(): Promise<Dispatcher> {
  const { EnvHttpProxyAgent, setGlobalDispatcher } = await import('undici');
  const proxy = new EnvHttpProxyAgent();
  setGlobalDispatcher(proxy);
  return proxy;
}
