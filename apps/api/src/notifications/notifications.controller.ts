import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { isoTimestamp } from '#libs/clock';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import type { NotificationDeliveryEntity, NotificationTargetEntity } from '#libs/database';
import type { Language } from '#libs/language';
import { NotificationTargetsService, stateOf, type EventKind, type TargetKind } from '#libs/notifications';
import { ApiEnvelope } from '../http/api-envelope.js';
import { ApiFailures } from '../http/api-failures.js';
import { Answers } from '../http/envelope.interceptor.js';
import { Needs } from '../security/scope.js';
import {
  CreateTargetRequest,
  DeliveriesQuery,
  DeliveryList,
  DeliveryPath,
  DeliveryView,
  RemovedTarget,
  SwitchTargetRequest,
  TargetList,
  TargetPath,
  TargetView,
} from './notification.dto.js';

@ApiTags('notifications')
@Controller('notifications')
@Needs('admin')
export class NotificationsController {
  constructor(
    private readonly targetService: NotificationTargetsService,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  @Post('targets')
  @HttpCode(201)
  @Answers({ zh: '通知目标已创建', en: 'notification target created' })
  @ApiOperation({ summary: 'Subscribe a webhook or a chat group to events' })
  @ApiEnvelope(201, TargetView)
  @ApiFailures(400, 409, 413, 415)
  async create(@Body() { secret, ...body }: CreateTargetRequest): Promise<TargetView> {
    return this.target(await this.targetService.create({ ...body, secret: secret ?? null }));
  }

  @Get('targets')
  @Answers({ zh: '获取通知目标成功', en: 'notification targets' })
  @ApiOperation({ summary: 'Who is told what' })
  @ApiEnvelope(200, TargetList)
  @ApiFailures()
  async list(): Promise<TargetList> {
    const targets = await this.targetService.list();
    return { targets: targets.map((target) => this.target(target)), total: targets.length };
  }

  @Patch('targets/:target_id')
  @Answers({ zh: '通知目标已更新', en: 'notification target changed' })
  @ApiOperation({ summary: 'Switch a target on or off' })
  @ApiEnvelope(200, TargetView)
  @ApiFailures(400, 404, 413, 415)
  async switchTo(
    @Param() { target_id: targetId }: TargetPath,
    @Body() { enabled }: SwitchTargetRequest,
  ): Promise<TargetView> {
    return this.target(await this.targetService.switchTo(targetId, enabled));
  }

  @Delete('targets/:target_id')
  @Answers({ zh: '通知目标已删除', en: 'notification target removed' })
  @ApiOperation({ summary: 'Remove a target with everything on its way to it' })
  @ApiEnvelope(200, RemovedTarget)
  @ApiFailures(400, 404, 413, 415)
  async remove(@Param() { target_id: targetId }: TargetPath): Promise<RemovedTarget> {
    await this.targetService.remove(targetId);
    return { target_id: targetId, removed: true };
  }

  @Post('targets/:target_id/test')
  @HttpCode(202)
  @Answers({ zh: '测试通知已提交', en: 'test notification on its way' })
  @ApiOperation({ summary: 'Send a test event to a target' })
  @ApiEnvelope(202, DeliveryView)
  @ApiFailures(400, 404, 413, 415)
  async test(@Param() { target_id: targetId }: TargetPath): Promise<DeliveryView> {
    return this.delivery(await this.targetService.test(targetId));
  }

  @Get('deliveries')
  @Answers({ zh: '获取通知投递记录成功', en: 'deliveries' })
  @ApiOperation({ summary: 'Events on their way, delivered, or given up; newest first' })
  @ApiEnvelope(200, DeliveryList)
  @ApiFailures(400)
  async deliveries(@Query() { limit, offset, ...query }: DeliveriesQuery): Promise<DeliveryList> {
    const filter = { targetId: query.target_id, state: query.state };
    const { deliveries, total } = await this.targetService.page(filter, limit, offset);
    return { deliveries: deliveries.map((delivery) => this.delivery(delivery)), total, limit, offset };
  }

  @Post('deliveries/:delivery_id/redeliver')
  @HttpCode(202)
  @Answers({ zh: '已重新投递', en: 'on its way again' })
  @ApiOperation({ summary: 'Send an event again, whether it was delivered or given up' })
  @ApiEnvelope(202, DeliveryView)
  @ApiFailures(400, 404, 413, 415)
  async redeliver(@Param() { delivery_id: id }: DeliveryPath): Promise<DeliveryView> {
    return this.delivery(await this.targetService.redeliver(id));
  }

  private target(target: NotificationTargetEntity): TargetView {
    return {
      target_id: target.targetId,
      name: target.name,
      kind: target.kind as TargetKind,
      host: target.host,
      events: target.events as EventKind[],
      language: target.language as Language,
      enabled: target.enabled,
      created_at: isoTimestamp(target.createdAt, this.config.timeZone),
    };
  }

  private delivery(delivery: NotificationDeliveryEntity): DeliveryView {
    const time = (instant: Date | null) => (instant === null ? null : isoTimestamp(instant, this.config.timeZone));
    return {
      delivery_id: delivery.id,
      target_id: delivery.targetId,
      event: delivery.event as EventKind,
      data: delivery.payload,
      state: stateOf(delivery),
      attempts: delivery.attempts,
      created_at: isoTimestamp(delivery.createdAt, this.config.timeZone),
      next_attempt_at: time(delivery.nextAttemptAt),
      delivered_at: time(delivery.deliveredAt),
      last_error: delivery.lastError,
    };
  }
}
