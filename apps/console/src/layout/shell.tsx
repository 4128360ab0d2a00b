import { Outlet, useLocation, useMatches } from '@tanstack/react-router';
import { Menu, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { ROOT_PATH } from '../data/client.js';
import {
  AwayProvider,
  LogInWaitsProvider,
  ReturnsProvider,
  SessionContext,
  useCountOfReturns,
  useMay,
  useSessionQuery,
  type Session,
} from '../data/session.js';
import { useTexts } from '../i18n/language.js';
import { MENU_PAGES, OTHER_PAGES, TASK_OTHER_PAGES, TASK_PAGES } from '../pages.js';
import { Button } from '../ui/button.js';
import { Page } from '../ui/page.js';
import { Away, Failure, Loading } from '../ui/states.js';
import { scopeNames } from '../view/operation-names.js';
import { Brand } from './brand.js';
import { LogIn, LogInAgain } from './log-in.js';
import { SideBar } from './side-bar.js';
import { layoutTexts } from './texts.js';

/**
 * The frame of every page. Without a session it is the login; the address stays, so the page comes afterwards. A login that
 * ends while a page is open is asked for above that page: what the reader has written there is kept.
 */
export function Shell() {
  const session = useSessionQuery();
  const present = session.data;
  const [reader, setReader] = useState<Session | null>(null);
  if (present?.signed_in === true && present !== reader && (reader === null || isSameReader(reader, present))) {
    setReader(present);
  }
  const [logInWaits, setLogInWaits] = useState(false);
  const hasEnded = reader !== null && present?.signed_in === false;
  const isOther = reader !== null && present?.signed_in === true && !isSameReader(reader, present);
  useEffect(() => {
    if (isOther) {
      // What one key saw is not shown to another.
      window.location.reload();
    }
  }, [isOther]);
  const returns = useCountOfReturns(session.isError || hasEnded);
  if (present === undefined || isOther) {
    return (
      <main className="bare">
        <Brand />
        {session.isError ? <Failure error={session.error} retry={() => void session.refetch()} /> : <Loading />}
      </main>
    );
  }
  return reader === null ? (
    <main className="bare">
      <LogIn />
    </main>
  ) : (
    <ReturnsProvider value={returns}>
      <SessionContext value={reader}>
        <AwayProvider value={session.isError}>
          <LogInWaitsProvider value={setLogInWaits}>
            <Frame away={session.error} onRetry={() => void session.refetch()} />
          </LogInWaitsProvider>
        </AwayProvider>
        <LogInAgain isOpen={hasEnded && !logInWaits} />
      </SessionContext>
    </ReturnsProvider>
  );
}

/** Whether the second may see what the first has seen. Before there is a key, everybody sees everything. */
function isSameReader(before: Session, now: Session): boolean {
  return !before.key_required || (before.name === now.name && before.scopes.join() === now.scopes.join());
}

interface FrameProps {
  /** Why the service cannot be reached; null while it can. */
  readonly away: Error | null;
  readonly onRetry: () => void;
}

function Frame({ away, onRetry }: FrameProps) {
  const t = useTexts(layoutTexts);
  const { pathname } = useLocation();
  const [isMenuOpen, setMenuOpen] = useState(false);
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);
  useEffect(() => {
    setMenuOpen(false);
    // A new page begins at its top for the keyboard and for screen readers, too.
    if (!first.current) {
      main.current?.focus({ preventScroll: true });
    }
    first.current = false;
  }, [pathname]);
  return (
    <div className={isMenuOpen ? 'frame menu-open' : 'frame'}>
      <a
        className="skip-link"
        href={`${ROOT_PATH}${pathname}#content`}
        onClick={(event) => {
          event.preventDefault();
          main.current?.focus();
        }}
      >
        {t.skip}
      </a>
      <header className="top-bar">
        <Brand />
        <Button
          kind="quiet"
          aria-expanded={isMenuOpen}
          aria-label={isMenuOpen ? t.closeMenu : t.openMenu}
          onPress={() => setMenuOpen(!isMenuOpen)}
        >
          {isMenuOpen ? <X aria-hidden size={20} /> : <Menu aria-hidden size={20} />}
        </Button>
      </header>
      <SideBar />
      <main id="content" ref={main} tabIndex={-1}>
        {away !== null && <Away error={away} onRetry={onRetry} />}
        <Allowed />
      </main>
    </div>
  );
}

/** The page, unless the key may not open it. */
function Allowed() {
  const t = useTexts(layoutTexts);
  const scopes = useTexts(scopeNames);
  const path = ((useMatches().at(-1)?.fullPath as string | undefined) ?? '').replace(/(.)\/$/, '$1');
  const pages = [...MENU_PAGES, ...TASK_PAGES, ...TASK_OTHER_PAGES, ...OTHER_PAGES];
  const needs = pages.find((page) => page.path === path)?.needs ?? 'read';
  return useMay(needs) ? (
    <Outlet />
  ) : (
    <Page title={t.notAllowed} lead={t.notAllowedHelp({ scope: scopes[needs] })}>
      {null}
    </Page>
  );
}
