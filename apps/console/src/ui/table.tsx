import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, useState, type ReactNode } from 'react';

export interface Column<R> {
  readonly name: string;
  readonly cell: (row: R) => ReactNode;
  readonly align?: 'end';
  /** Share of the width, as CSS says it: `30%`, `9rem`. */
  readonly width?: string;
}

interface TableProps<R> {
  /** Of the table, for screen readers. */
  readonly label: string;
  readonly columns: readonly Column<R>[];
  readonly rows: readonly R[];
  readonly rowKey: (row: R) => string;
}

/** With fewer rows all are in the page: search of the browser and printing find them. */
const VIRTUAL_FROM = 200;
const ROW_HEIGHT = 45;

/** A table. With many rows only those in sight are in the page; it scrolls with the window. */
export function Table<R>({ label, columns, rows, rowKey }: TableProps<R>) {
  return (
    <div className="table-frame">
      <table className="table" aria-label={label} aria-rowcount={rows.length + 1}>
        <colgroup>
          {columns.map(({ name, width }) => (
            <col key={name} style={width === undefined ? {} : { width }} />
          ))}
        </colgroup>
        <thead>
          <tr>
            {columns.map(({ name, align }) => (
              <th key={name} scope="col" className={align === 'end' ? 'align-end' : undefined}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        {rows.length < VIRTUAL_FROM ? (
          <tbody>
            {rows.map((row) => (
              <tr key={rowKey(row)}>
                <Cells columns={columns} row={row} />
              </tr>
            ))}
          </tbody>
        ) : (
          <VirtualBody columns={columns} rows={rows} rowKey={rowKey} />
        )}
      </table>
    </div>
  );
}

function VirtualBody<R>({ columns, rows, rowKey }: Omit<TableProps<R>, 'label'>) {
  const body = useRef<HTMLTableSectionElement>(null);
  const [scrollMargin, setScrollMargin] = useState(0);
  useLayoutEffect(() => {
    setScrollMargin((body.current?.getBoundingClientRect().top ?? 0) + window.scrollY);
  }, [rows.length]);
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
    scrollMargin,
  });
  const items = virtualizer.getVirtualItems();
  const before = (items[0]?.start ?? scrollMargin) - scrollMargin;
  const after = virtualizer.getTotalSize() - ((items.at(-1)?.end ?? scrollMargin) - scrollMargin);
  return (
    <tbody ref={body}>
      <Spacer height={before} columns={columns.length} />
      {items.map(({ index }) => {
        const row = rows[index];
        return row === undefined ? null : (
          <tr key={rowKey(row)} data-index={index} aria-rowindex={index + 2} ref={virtualizer.measureElement}>
            <Cells columns={columns} row={row} />
          </tr>
        );
      })}
      <Spacer height={after} columns={columns.length} />
    </tbody>
  );
}

function Spacer({ height, columns }: { readonly height: number; readonly columns: number }) {
  return height > 0 ? (
    <tr aria-hidden>
      <td colSpan={columns} className="spacer" style={{ height }} />
    </tr>
  ) : null;
}

function Cells<R>({ columns, row }: { readonly columns: readonly Column<R>[]; readonly row: R }) {
  return columns.map(({ name, cell, align }) => (
    <td key={name} className={align === 'end' ? 'align-end' : undefined} data-label={name}>
      {cell(row)}
    </td>
  ));
}
