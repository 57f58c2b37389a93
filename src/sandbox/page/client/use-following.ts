import { useEffect, useState } from 'preact/hooks';

/** A value that the page shows at once when it is changed here, and that follows the sandbox otherwise. */
export function useFollowing<T>(held: T): [T, (value: T) => void] {
  const [shown, setShown] = useState(held);
  const key = JSON.stringify(held);
  useEffect(() => setShown(held), [key]);
  return [shown, setShown];
}
