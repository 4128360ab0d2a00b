import { LayoutDashboard, ListChecks, Search, type LucideIcon } from 'lucide-react';
import type { ComponentType } from 'react';
import type { Text } from '#libs/language';
import type { Scope } from './data/session.js';

type Load = () => Promise<{ readonly default: ComponentType }>;

export interface PageRow {
  /** Of the router: `/backups`, `/tasks/$taskId/runs`. */
  readonly path: string;
  readonly title: Text;
  readonly load: Load;
  /** The scope of keys that the page is for. */
  readonly needs?: Scope;
}

export type Section = 'work' | 'operation' | 'administration';

/** A page of the side bar. */
export interface MenuPage extends PageRow {
  readonly section: Section;
  readonly icon: LucideIcon;
}

/** Pages of the side bar, in its order. A page is added here; see CONTRIBUTING, "a page of the console". */
export const MENU_PAGES: readonly MenuPage[] = [
  {
    path: '/',
    title: { zh: '概览', en: 'Overview' },
    section: 'work',
    icon: LayoutDashboard,
    load: () => import('./pages/overview/overview-page.js'),
  },
  {
    path: '/tasks',
    title: { zh: '任务', en: 'Tasks' },
    section: 'work',
    icon: ListChecks,
    load: () => import('./pages/tasks/tasks-page.js'),
  },
  {
    path: '/search',
    title: { zh: '检索', en: 'Search' },
    section: 'work',
    icon: Search,
    load: () => import('./pages/search/search-page.js'),
  },
];

/** Tabs of a task, in their order; the path begins with `/tasks/$taskId`. */
export const TASK_PAGES: readonly PageRow[] = [
  {
    path: '/tasks/$taskId',
    title: { zh: '运行', en: 'Run' },
    load: () => import('./pages/task/task-page.js'),
  },
  {
    path: '/tasks/$taskId/pairs',
    title: { zh: '问答对', en: 'Pairs' },
    load: () => import('./pages/pairs/pairs-page.js'),
  },
  {
    path: '/tasks/$taskId/coverage',
    title: { zh: '覆盖', en: 'Coverage' },
    load: () => import('./pages/coverage/coverage-page.js'),
  },
];

/** Pages that are reached from another page only. */
export const OTHER_PAGES: readonly PageRow[] = [];
