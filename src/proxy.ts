import { EnvHttpProxyAgent, setGlobalDispatcher } from 'undici';

/**
 * Has every call to Slack and Nexudus go through the proxy that HTTPS_PROXY or HTTP_PROXY names, but for what NO_PROXY
 * excepts: before Node 24 fetch knows nothing of them.
 */
export function goThroughProxy(): void {
  setGlobalDispatcher(new EnvHttpProxyAgent());
}
