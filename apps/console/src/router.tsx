import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { ROOT_PATH } from './data/client.js';
import { serviceIsBack } from './data/queries.js';
import { Crash } from './layout/crash.js';
import { NotFound } from './layout/not-found.js';
import { Shell } from './layout/shell.js';
import { MENU_PAGES, OTHER_PAGES, TASK_OTHER_PAGES, TASK_PAGES, type PageRow } from './pages.js';
import { Loading } from './ui/states.js';

const TASK_PATH = '/tasks/$taskId';

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound, errorComponent: Crash });

/** The script of a page that cannot be loaded while the service is away is loaded when it is back. */
function arriving(load: PageRow['load']): PageRow['load'] {
  return async () => {
    try {
      return await load();
    } catch {
      await serviceIsBack();
      return load();
    }
  };
}

function routeOf({ path, load }: PageRow) {
  return createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(arriving(load)) });
}

const task = createRoute({
  getParentRoute: () => root,
  path: TASK_PATH,
  component: lazyRouteComponent(arriving(() => import('./pages/task/task-layout.js'))),
});

const taskRoutes = [...TASK_PAGES, ...TASK_OTHER_PAGES].map(({ path, load }) =>
  createRoute({
    getParentRoute: () => task,
    path: path.slice(TASK_PATH.length) || '/',
    component: lazyRouteComponent(arriving(load)),
  }),
);

/** Below the prefix at which a proxy serves the console, if any. Search parameters are plain texts. */
export const router = createRouter({
  routeTree: root.addChildren([...[...MENU_PAGES, ...OTHER_PAGES].map(routeOf), task.addChildren(taskRoutes)]),
  basepath: ROOT_PATH || '/',
  defaultPreload: 'intent',
  defaultPendingComponent: Loading,
  defaultErrorComponent: Crash,
  scrollRestoration: true,
  parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
  stringifySearch: (search) => {
    const texts = Object.entries(search).flatMap(([name, value]) =>
      typeof value === 'string' && value !== '' ? [[name, value]] : [],
    );
    return texts.length === 0 ? '' : `?${new URLSearchParams(texts).toString()}`;
  },
});
