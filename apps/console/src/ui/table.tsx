import { useVirtualizer, useWindowVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, useState, type ReactNode, type RefObject } from 'react';

export interface Column<R> {
  readonly name: string;
  readonly cell: (row: R) => ReactNode;
  readonly align?: 'end';
  /** As CSS has it: `30%`, `9rem`. Columns without one share the rest, and long lines are cut there. */
  readonly width?: string;
}

interface TableProps<R> {
  /** Of the table, for screen readers. */
  readonly label: string;
  readonly columns: readonly Column<R>[];
  readonly rows: readonly R[];
  readonly rowKey: (row: R) => string;
  /** The element that scrolls when there are many rows: the window, or the parent of the table. */
  readonly scrollsIn?: 'window' | 'parent';
}

/** With fewer rows all are in the page: search of the browser and printing find them. */
const VIRTUAL_FROM = 200;
const ROW_HEIGHT = 45;
const OVERSCAN = 12;

/** A table. With many rows only those in sight are in the page; it scrolls with the window. */
export function Table<R>({ label, columns, rows, rowKey, scrollsIn = 'window' }: TableProps<R>) {
  const isFixed = columns.some(({ width }) => width !== undefined);
  const Body = scrollsIn === 'window' ? WindowBody : ParentBody;
  return (
    <Frame label={label} isPlain={scrollsIn === 'parent'}>
      <table className={isFixed ? 'table table-fixed' : 'table'} aria-label={label} aria-rowcount={rows.length + 1}>
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
          <Body columns={columns} rows={rows} rowKey={rowKey} />
        )}
      </table>
    </Frame>
  );
}

interface FrameProps {
  readonly label: string;
  /** Its parent scrolls. */
  readonly isPlain: boolean;
  readonly children: ReactNode;
}

/** A table that is wider than its place scrolls; the keyboard reaches it then. */
function Frame({ label, isPlain, children }: FrameProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [scrolls, setScrolls] = useState(false);
  useLayoutEffect(() => {
    const element = frame.current;
    if (element === null) {
      return undefined;
    }
    const measure = () => setScrolls(!isPlain && element.scrollWidth > element.clientWidth);
    const resized = new ResizeObserver(measure);
    resized.observe(element);
    return () => resized.disconnect();
  }, [isPlain]);
  return (
    <div
      ref={frame}
      className={isPlain ? undefined : 'table-frame'}
      {...(scrolls ? { tabIndex: 0, role: 'group', 'aria-label': label } : {})}
    >
      {children}
    </div>
  );
}

type BodyProps<R> = Omit<TableProps<R>, 'label'>;

function WindowBody<R>(props: BodyProps<R>) {
  const body = useRef<HTMLTableSectionElement>(null);
  const [scrollMargin, setScrollMargin] = useState(0);
  useLayoutEffect(() => {
    setScrollMargin((body.current?.getBoundingClientRect().top ?? 0) + window.scrollY);
  }, [props.rows.length]);
  const virtualizer = useWindowVirtualizer<HTMLTableRowElement>({
    count: props.rows.length,
    estimateSize: () => ROW_HEIGHT,
    overscan: OVERSCAN,
    scrollMargin,
  });
  return <VirtualRows {...props} body={body} virtualizer={virtualizer} scrollMargin={scrollMargin} />;
}

function ParentBody<R>(props: BodyProps<R>) {
  const body = useRef<HTMLTableSectionElement>(null);
  const virtualizer = useVirtualizer<HTMLElement, HTMLTableRowElement>({
    count: props.rows.length,
    getScrollElement: () => body.current?.closest('table')?.parentElement?.parentElement ?? null,
    estimateSize: () => ROW_HEIGHT,
    overscan: OVERSCAN,
  });
  return <VirtualRows {...props} body={body} virtualizer={virtualizer} scrollMargin={0} />;
}

interface VirtualRowsProps<R> extends BodyProps<R> {
  readonly body: RefObject<HTMLTableSectionElement | null>;
  readonly virtualizer: Virtualizer<Window, HTMLTableRowElement> | Virtualizer<HTMLElement, HTMLTableRowElement>;
  readonly scrollMargin: number;
}

function VirtualRows<R>({ columns, rows, rowKey, body, virtualizer, scrollMargin }: VirtualRowsProps<R>) {
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
