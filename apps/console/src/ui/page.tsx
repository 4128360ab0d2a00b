import { useEffect, type ReactNode } from 'react';

interface PageProps {
  readonly title: ReactNode;
  /** For the window; by default the title. */
  readonly windowTitle?: string;
  /** One or two sentences: what the page is for. */
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** The heading and the content of a page; its title is that of the window. */
export function Page({ title, windowTitle, lead, actions, children }: PageProps) {
  useWindowTitle(windowTitle ?? (typeof title === 'string' ? title : ''));
  return (
    <div className="page">
      <header className="page-header">
        <div className="page-heading">
          <h1>{title}</h1>
          {lead !== undefined && <p className="lead">{lead}</p>}
        </div>
        {actions !== undefined && <div className="page-actions">{actions}</div>}
      </header>
      {children}
    </div>
  );
}

export function useWindowTitle(title: string): void {
  useEffect(() => {
    document.title = title === '' ? 'Data Pipeline' : `${title} · Data Pipeline`;
  }, [title]);
}

interface CardProps {
  readonly title?: ReactNode;
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A part of a page with a heading of its own. */
export function Card({ title, lead, actions, children }: CardProps) {
  return (
    <section className="card">
      {(title !== undefined || actions !== undefined) && (
        <header className="card-header">
          <div>
            {title !== undefined && <h2>{title}</h2>}
            {lead !== undefined && <p className="lead">{lead}</p>}
          </div>
          {actions !== undefined && <div className="card-actions">{actions}</div>}
        </header>
      )}
      {children}
    </section>
  );
}

export interface Fact {
  readonly name: string;
  readonly value: ReactNode;
}

/** Names and values, side by side. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className="facts">
      {facts.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
