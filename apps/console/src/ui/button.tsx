import { Link, type LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components';

export type ButtonKind = 'primary' | 'plain' | 'quiet' | 'danger';

interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'style'> {
  readonly kind?: ButtonKind;
  readonly small?: boolean;
}

/** `isPending` shows that it works; it stays in the order of focus. */
export function Button({ kind = 'plain', small = false, ...props }: ButtonProps) {
  return <AriaButton {...props} className={classOf(kind, small)} />;
}

interface LinkButtonProps {
  readonly to: LinkProps['to'];
  readonly params?: Record<string, string>;
  readonly search?: Record<string, string>;
  readonly kind?: ButtonKind;
  readonly small?: boolean;
  readonly children: ReactNode;
}

/** A link that looks like a button. */
export function LinkButton({ kind = 'plain', small = false, children, ...address }: LinkButtonProps) {
  return (
    <Link {...(address as LinkProps)} className={classOf(kind, small)}>
      {children}
    </Link>
  );
}

interface DownloadLinkProps {
  readonly href: string;
  /** For screen readers, where the content does not say which file. */
  readonly label?: string;
  readonly children: ReactNode;
}

/** A file of the server: the browser saves it. */
export function DownloadLink({ href, label, children }: DownloadLinkProps) {
  return (
    <a href={href} download aria-label={label} className={classOf('plain', true)}>
      {children}
    </a>
  );
}

interface ExternalLinkProps {
  readonly href: string;
  /** Its tooltip. */
  readonly help: string;
  readonly children: ReactNode;
}

/** A page of the server that is none of the console, in a window of its own. */
export function ExternalLink({ href, help, children }: ExternalLinkProps) {
  return (
    <a href={href} target="_blank" rel="noreferrer" title={help} className={classOf('plain', true)}>
      {children}
    </a>
  );
}

function classOf(kind: ButtonKind, small: boolean): string {
  return `button button-${kind}${small ? ' button-small' : ''}`;
}
