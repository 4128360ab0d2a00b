import { Outlet, useLocation, useMatches } from '@tanstack/react-router';
import { Menu, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { ROOT_PATH } from '../data/client.js';
import { SessionContext, useMay, useSessionQuery } from '../data/session.js';
import { useTexts } from '../i18n/language.js';
import { MENU_PAGES, OTHER_PAGES, TASK_OTHER_PAGES, TASK_PAGES } from '../pages.js';
import { Button } from '../ui/button.js';
import { Page } from '../ui/page.js';
import { Failure, Loading } from '../ui/states.js';
import { scopeNames } from '../view/operation-names.js';
import { Brand } from './brand.js';
import { LogIn } from './log-in.js';
import { SideBar } from './side-bar.js';
import { layoutTexts } from './texts.js';

/** The frame of every page. Without a session it is the login; the address stays, so the page comes afterwards. */
export function Shell() {
  const session = useSessionQuery();
  const wasSignedIn = useRef(false);
  useEffect(() => {
    wasSignedIn.current ||= session.data?.signed_in === true;
  }, [session.data]);
  if (session.data === undefined) {
    return (
      <main className="bare">
        <Brand />
        {session.isError ? <Failure error={session.error} retry={() => void session.refetch()} /> : <Loading />}
      </main>
    );
  }
  return session.data.signed_in ? (
    <SessionContext value={session.data}>
      <Frame />
    </SessionContext>
  ) : (
    <LogIn hasEnded={wasSignedIn.current} />
  );
}

function Frame() {
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
