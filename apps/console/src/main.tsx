import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { DataProvider } from './data/data.js';
import { askForSession } from './data/session.js';
import { firstLanguage, LanguageProvider } from './i18n/language.js';
import { router } from './router.js';
import './styles/base.css';
import './styles/layout.css';
import './styles/ui.css';
import './styles/pages.css';
import { applyTheme, storedTheme } from './view/theme.js';

applyTheme(storedTheme());
const place = document.getElementById('root');
if (place === null) {
  throw new Error('the page has no place for the console');
}
// Side by side with the first rendering, not after it: who the reader is, and the script of the page.
askForSession(firstLanguage());
void router.load();
createRoot(place).render(
  <StrictMode>
    <LanguageProvider>
      <DataProvider>
        <RouterProvider router={router} />
      </DataProvider>
    </LanguageProvider>
  </StrictMode>,
);
