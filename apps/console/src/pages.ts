import {
  Activity,
  CalendarClock,
  DatabaseBackup,
  Files,
  KeyRound,
  LayoutDashboard,
  ListChecks,
  ScrollText,
  Search,
  type LucideIcon,
} from 'lucide-react';
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
  {
    path: '/backups',
    title: { zh: '备份', en: 'Backups' },
    section: 'operation',
    icon: DatabaseBackup,
    load: () => import('./pages/backups/backups-page.js'),
  },
  {
    path: '/monitoring',
    title: { zh: '监控', en: 'Monitoring' },
    section: 'operation',
    icon: Activity,
    load: () => import('./pages/monitoring/monitoring-page.js'),
  },
  {
    path: '/files',
    title: { zh: '文件', en: 'Files' },
    section: 'operation',
    icon: Files,
    load: () => import('./pages/files/files-page.js'),
  },
  {
    path: '/schedules',
    title: { zh: '定时计划', en: 'Schedules' },
    section: 'operation',
    icon: CalendarClock,
    load: () => import('./pages/schedules/schedules-page.js'),
  },
  {
    path: '/keys',
    title: { zh: 'API 密钥', en: 'API keys' },
    section: 'administration',
    icon: KeyRound,
    needs: 'admin',
    load: () => import('./pages/keys/keys-page.js'),
  },
  {
    path: '/audit',
    title: { zh: '审计日志', en: 'Audit log' },
    section: 'administration',
    icon: ScrollText,
    needs: 'admin',
    load: () => import('./pages/audit/audit-page.js'),
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
    path: '/tasks/$taskId/documents',
    title: { zh: '文档', en: 'Documents' },
    load: () => import('./pages/documents/documents-page.js'),
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
  {
    path: '/tasks/$taskId/evaluations',
    title: { zh: '评测', en: 'Evaluations' },
    load: () => import('./pages/evaluations/evaluations-page.js'),
  },
  {
    path: '/tasks/$taskId/runs',
    title: { zh: '运行历史', en: 'Run history' },
    load: () => import('./pages/task-runs/task-runs-page.js'),
  },
  {
    path: '/tasks/$taskId/files',
    title: { zh: '文件', en: 'Files' },
    load: () => import('./pages/task-files/task-files-page.js'),
  },
  {
    path: '/tasks/$taskId/settings',
    title: { zh: '设置', en: 'Settings' },
    load: () => import('./pages/task-settings/task-settings-page.js'),
  },
];

/** Pages of a task that are reached from one of its tabs. */
export const TASK_OTHER_PAGES: readonly PageRow[] = [
  {
    path: '/tasks/$taskId/evaluations/$evaluationId',
    title: { zh: '评测结果', en: 'Evaluation' },
    load: () => import('./pages/evaluations/evaluation-page.js'),
  },
];

/** Pages that are reached from another page only. */
export const OTHER_PAGES: readonly PageRow[] = [
  {
    path: '/tasks/new',
    title: { zh: '新建任务', en: 'New task' },
    needs: 'run',
    load: () => import('./pages/new-task/new-task-page.js'),
  },
];
