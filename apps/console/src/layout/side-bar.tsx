import { Link, type LinkProps } from '@tanstack/react-router';
import { BookOpenText, ExternalLink, LogOut, Rows3 } from 'lucide-react';
import { LANGUAGES, type Language } from '#libs/language';
import { useState } from 'react';
import { ROOT_URL } from '../data/client.js';
import { useLogOut, useSession } from '../data/session.js';
import { LANGUAGE_NAMES, useLanguage, useTexts } from '../i18n/language.js';
import { MENU_PAGES, type MenuPage, type Section } from '../pages.js';
import { Button } from '../ui/button.js';
import { Select } from '../ui/fields.js';
import { ForeignLine } from '../ui/foreign.js';
import { storedTheme, storeTheme, THEMES, type Theme } from '../view/theme.js';
import { Brand } from './brand.js';
import { layoutTexts } from './texts.js';

const SECTIONS: readonly Section[] = ['work', 'operation', 'administration'];

export function SideBar() {
  const t = useTexts(layoutTexts);
  const { scopes } = useSession();
  const pages = MENU_PAGES.filter(({ needs = 'read' }) => scopes.includes(needs));
  return (
    <aside className="side-bar" aria-label={t.sideBar}>
      <Brand />
      <nav aria-label={t.menu}>
        {SECTIONS.map((section) => (
          <MenuSection key={section} title={t[section]} pages={pages.filter((page) => page.section === section)} />
        ))}
        <Tools canSeeQueues={scopes.includes('admin')} />
      </nav>
      <Preferences />
    </aside>
  );
}

function MenuSection({ title, pages }: { readonly title: string; readonly pages: readonly MenuPage[] }) {
  const { language } = useLanguage();
  return pages.length === 0 ? null : (
    <div className="menu-section">
      <h2>{title}</h2>
      <ul>
        {pages.map(({ path, title: name, icon: Icon }) => (
          <li key={path}>
            <Link
              {...({ to: path, activeOptions: { exact: path === '/' } } as LinkProps)}
              className="menu-link"
              activeProps={{ 'aria-current': 'page' }}
            >
              <Icon aria-hidden size={17} strokeWidth={1.8} />
              {name[language]}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Pages of other programs that the API serves, with the same session. */
function Tools({ canSeeQueues }: { readonly canSeeQueues: boolean }) {
  const t = useTexts(layoutTexts);
  const tools = [
    { href: `${ROOT_URL}/docs`, name: t.apiDocs, help: t.apiDocsHelp, Icon: BookOpenText },
    ...(canSeeQueues ? [{ href: `${ROOT_URL}/admin/queues`, name: t.queues, help: t.queuesHelp, Icon: Rows3 }] : []),
  ];
  return (
    <div className="menu-section">
      <h2>{t.tools}</h2>
      <ul>
        {tools.map(({ href, name, help, Icon }) => (
          <li key={href}>
            <a href={href} target="_blank" rel="noreferrer" className="menu-link" title={help}>
              <Icon aria-hidden size={17} strokeWidth={1.8} />
              {name}
              <ExternalLink aria-hidden size={13} className="menu-external" />
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Preferences() {
  const t = useTexts(layoutTexts);
  const { language, choose } = useLanguage();
  const [theme, setTheme] = useState<Theme>(storedTheme);
  const { key_required: needsKey, name, version } = useSession();
  const logOut = useLogOut();
  return (
    <div className="preferences">
      <div className="preference-row">
        <Select<Language>
          label={t.language}
          isLabelHidden
          value={language}
          onChange={choose}
          choices={LANGUAGES.map((value) => ({ value, name: LANGUAGE_NAMES[value] }))}
        />
        <Select<Theme>
          label={t.theme}
          isLabelHidden
          value={theme}
          onChange={(next) => {
            storeTheme(next);
            setTheme(next);
          }}
          choices={THEMES.map((value) => ({ value, name: t[value] }))}
        />
      </div>
      <div className="who">
        <span className="who-name">
          {needsKey ? <ForeignLine text={name ?? ''} /> : t.noKey}
          <span className="quiet">{version === null ? '' : `v${version}`}</span>
        </span>
        {needsKey && (
          <Button kind="quiet" small aria-label={t.logOut} onPress={() => logOut.mutate(undefined)}>
            <LogOut aria-hidden size={16} />
          </Button>
        )}
      </div>
    </div>
  );
}
