import { useEffect, useState } from 'preact/hooks';
import type { PanelShown } from '../shown.ts';
import { getJson } from './connection.ts';

type Change = PanelShown['resources'][number]['changes'][number];

const shownValue = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? '');

/** All properties of one record, those that differ from the start data first, with both values. */
export function Properties({ resource, id, change }: { resource: string; id: number; change?: Change }) {
  const [record, setRecord] = useState<Record<string, unknown>>();
  useEffect(() => {
    if (change) return setRecord(change.after ?? change.before);
    void getJson<Record<string, unknown>>(`/records/${resource}/${id}`).then(setRecord);
  }, [resource, id, change]);
  if (!record) return <p class="hint">Loading…</p>;
  const { before, after } = change ?? {};
  const differs = (name: string): boolean =>
    !!before && !!after && JSON.stringify(before[name]) !== JSON.stringify(after[name]);
  const names = Object.keys(record).sort((one, other) => Number(differs(other)) - Number(differs(one)));
  return (
    <dl class="properties">
      {names.map((name) => (
        <div key={name} class={differs(name) ? 'differs' : ''}>
          <dt>{name}</dt>
          <dd>
            {differs(name) && (
              <>
                <del>{shownValue(before?.[name])}</del>
                {' → '}
              </>
            )}
            {differs(name) ? <ins>{shownValue(record[name])}</ins> : shownValue(record[name])}
          </dd>
        </div>
      ))}
    </dl>
  );
}
