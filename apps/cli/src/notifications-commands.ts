import { Option, type Command } from 'commander';
import type { paths } from '#clients/typescript';
import { LANGUAGES, type Language, type Text } from '#libs/language';
import {
  DELIVERY_STATES,
  EVENT_KINDS,
  TARGET_KINDS,
  type DeliveryState,
  type EventKind,
  type TargetKind,
} from '#libs/notifications';
import type { DataOf } from './api-client.js';
import { printRows } from './output/print-table.js';
import { onServer, type OnServer } from './server/with-server.js';
import type { Session } from './session.js';

type Deliveries = paths['/api/v0/data_pipeline/notifications/deliveries'];
type Delivery = DataOf<Deliveries['get']['responses'][200]>['deliveries'][number];

interface CreateOptions {
  readonly kind: TargetKind;
  readonly address: string;
  readonly secret?: string;
  readonly events: EventKind[];
  readonly text?: Language;
}

const TARGET_HEADS: readonly Text[] = [
  { zh: '编号', en: 'target' },
  { zh: '名称', en: 'name' },
  { zh: '类型', en: 'kind' },
  { zh: '主机', en: 'host' },
  { zh: '状态', en: 'state' },
  { zh: '事件', en: 'events' },
];
const DELIVERY_HEADS: readonly Text[] = [
  { zh: '编号', en: 'delivery' },
  { zh: '事件', en: 'event' },
  { zh: '状态', en: 'state' },
  { zh: '尝试次数', en: 'attempts' },
  { zh: '创建时间', en: 'created' },
  { zh: '最近的错误', en: 'last error' },
];

/** The commands that switch a target on and off. */
const SWITCHES: readonly (Text & { readonly verb: string; readonly enabled: boolean })[] = [
  { verb: 'enable', enabled: true, zh: '恢复向目标发送', en: 'send to a target again' },
  { verb: 'disable', enabled: false, zh: '暂停向目标发送', en: 'send nothing to a target for now' },
];

/** `notifications list | create | enable | disable | remove | test | deliveries | redeliver` */
export function addNotificationsCommand(program: Command, session: Session): void {
  const notifications = program
    .command('notifications')
    .description(session.text({ zh: '通知目标与投递记录', en: 'who is told what, and the deliveries' }));
  const on = onServer(session);
  addCreate(notifications, session, on);
  addTargets(notifications, session, on);
  addDeliveries(notifications, session, on);
}

function addCreate(notifications: Command, session: Session, on: OnServer): void {
  const t = session.text.bind(session);
  notifications
    .command('create <name>')
    .description(t({ zh: '创建目标', en: 'make a target' }))
    .addOption(new Option('--kind <kind>', t({ zh: '类型', en: 'kind' })).choices(TARGET_KINDS).default('webhook'))
    .requiredOption('--address <url>', t({ zh: '发送到的地址', en: 'where to post' }))
    .option('--secret <secret>', t({ zh: '签名用的密钥，webhook 必需', en: 'signs what is sent; a webhook needs it' }))
    .addOption(
      new Option('--events <event...>', t({ zh: '订阅的事件', en: 'the events to send' }))
        .choices(EVENT_KINDS)
        .makeOptionMandatory(),
    )
    .addOption(new Option('--text <language>', t({ zh: '消息的语言', en: 'language of the text' })).choices(LANGUAGES))
    .action((name: string, { kind, address: url, secret, events, text: language = session.language }: CreateOptions) =>
      on(async (client) => {
        const body = { name, kind, url, events, language, ...(secret === undefined ? {} : { secret }) };
        const target = await client.data((api) => api.POST('/api/v0/data_pipeline/notifications/targets', { body }));
        session.result(target, () => console.log(target.target_id));
      }),
    );
}

function addTargets(notifications: Command, session: Session, on: OnServer): void {
  const t = session.text.bind(session);
  const path = '/api/v0/data_pipeline/notifications/targets/{target_id}';
  notifications
    .command('list')
    .description(t({ zh: '列出目标', en: 'the targets' }))
    .action(() =>
      on(async (client) => {
        const list = await client.data((api) => api.GET('/api/v0/data_pipeline/notifications/targets'));
        const state = (enabled: boolean) => t(enabled ? { zh: '启用', en: 'enabled' } : { zh: '停用', en: 'disabled' });
        session.result(list, () => {
          session.noteNone(list.targets, { zh: '没有通知目标', en: 'there are no targets' });
          printRows(
            TARGET_HEADS.map((head) => t(head)),
            list.targets.map(({ target_id: id, name, kind, host, enabled, events }) => [
              ...[id, name, kind, host, state(enabled), events.join(',')],
            ]),
          );
        });
      }),
    );
  for (const { verb, enabled, ...text } of SWITCHES) {
    notifications
      .command(`${verb} <target_id>`)
      .description(t(text))
      .action((id: string) =>
        on(async (client) => {
          const params = { path: { target_id: id } };
          const target = await client.data((api) => api.PATCH(path, { params, body: { enabled } }));
          session.result(target, () => console.log(`${target.target_id} ${target.name}`));
        }),
      );
  }
  notifications
    .command('remove <target_id>')
    .description(t({ zh: '删除目标及发往它的通知', en: 'remove a target, with everything on its way to it' }))
    .action((id: string) =>
      on(async (client) => {
        const removed = await client.data((api) => api.DELETE(path, { params: { path: { target_id: id } } }));
        session.result(removed, () => console.log(removed.target_id));
      }),
    );
  notifications
    .command('test <target_id>')
    .description(t({ zh: '发送测试通知', en: 'send a test event' }))
    .action((id: string) =>
      on(async (client) => {
        const params = { path: { target_id: id } };
        const delivery = await client.data((api) =>
          api.POST('/api/v0/data_pipeline/notifications/targets/{target_id}/test', { params }),
        );
        showDeliveries(session, delivery, [delivery]);
      }),
    );
}

function addDeliveries(notifications: Command, session: Session, on: OnServer): void {
  const t = session.text.bind(session);
  notifications
    .command('deliveries')
    .description(t({ zh: '投递记录，最新的在前', en: 'deliveries, newest first' }))
    .option('--target <target_id>', t({ zh: '只看此目标', en: 'only those to this target' }))
    .addOption(new Option('--state <state>', t({ zh: '只看此状态', en: 'only this state' })).choices(DELIVERY_STATES))
    .action(({ target, state }: { readonly target?: string; readonly state?: DeliveryState }) =>
      on(async (client) => {
        const query = {
          ...(target === undefined ? {} : { target_id: target }),
          ...(state === undefined ? {} : { state }),
        };
        const list = await client.data((api) =>
          api.GET('/api/v0/data_pipeline/notifications/deliveries', { params: { query } }),
        );
        showDeliveries(session, list, list.deliveries);
      }),
    );
  notifications
    .command('redeliver <delivery_id>')
    .description(t({ zh: '再次投递', en: 'send an event again' }))
    .action((id: string) =>
      on(async (client) => {
        const params = { path: { delivery_id: id } };
        const delivery = await client.data((api) =>
          api.POST('/api/v0/data_pipeline/notifications/deliveries/{delivery_id}/redeliver', { params }),
        );
        showDeliveries(session, delivery, [delivery]);
      }),
    );
}

function showDeliveries(session: Session, data: unknown, deliveries: readonly Delivery[]): void {
  session.result(data, () => {
    session.noteNone(deliveries, { zh: '没有投递记录', en: 'there are no deliveries' });
    printRows(
      DELIVERY_HEADS.map((head) => session.text(head)),
      deliveries.map(({ delivery_id: id, event, state, attempts, created_at: at, last_error: error }) => [
        ...[id, event, state, String(attempts), at, error ?? ''],
      ]),
    );
  });
}
