import { useEffect, useState } from 'preact/hooks';
import type { PanelShown, RecordsShown } from '../shown.ts';
import { getJson } from './connection.ts';
import { Properties } from './properties.tsx';

const shownAtOnce = 50;

/** Each resource of Nexudus; what changed since the start data comes first and is marked. */
export function Records({ panel }: { panel: PanelShown }) {
  const [resource, setResource] = useState<string>('videorooms');
  const [query, setQuery] = useState('');
  const [records, setRecords] = useState<RecordsShown>();
  const [opened, setOpened] = useState<number>();
  const chosen = panel.resources.find(({ name }) => name === resource);
  const changes = chosen?.changes ?? [];
  const version = JSON.stringify(changes);
  useEffect(() => {
    let gone = false;
    const path = `/records/${resource}?limit=${shownAtOnce}&query=${encodeURIComponent(query)}`;
    void getJson<RecordsShown>(path).then((given) => gone || setRecords(given));
    return () => {
      gone = true;
    };
  }, [resource, query, version]);

  const changed = new Map(changes.map((change) => [change.id, change]));
  const wanted = query.trim().toLowerCase();
  const first = [
    ...changes.filter(({ id, name }) => `${name}\n${id}`.toLowerCase().includes(wanted)),
    ...(records?.first ?? []).filter(({ id }) => !changed.has(id)),
  ];
  return (
    <>
      <div class="panel-tools row">
        <label class="fill">
          Resource
          <select
            value={resource}
            onChange={(event) => {
              setResource(event.currentTarget.value);
              setOpened(undefined);
            }}
          >
            {panel.resources.map(({ name, total, changes: of }) => (
              <option key={name} value={name}>
                {name} ({total}
                {of.length > 0 ? `, ${of.length} changed` : ''})
              </option>
            ))}
          </select>
        </label>
        <label class="fill">
          Find
          <input value={query} onInput={(event) => setQuery(event.currentTarget.value)} />
        </label>
      </div>
      <ul>
        {first.map(({ id, name }) => {
          const change = changed.get(id);
          const word = change && (change.before ? (change.after ? 'changed' : 'removed') : 'new');
          return (
            <li key={id}>
              <button
                type="button"
                class="record row"
                aria-expanded={opened === id}
                onClick={() => setOpened(opened === id ? undefined : id)}
              >
                <span class="fill">{name}</span>
                {word && <span class="record-mark">{word}</span>}
                <span class="small">{id}</span>
              </button>
              {opened === id && <Properties resource={resource} id={id} change={change} />}
            </li>
          );
        })}
      </ul>
      {records && records.total > shownAtOnce && (
        <p class="hint">
          The first {shownAtOnce} of {records.total}: find one by a part of its name or id.
        </p>
      )}
    </>
  );
}
